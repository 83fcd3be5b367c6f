#!/usr/bin/env bash
# root.sh FOLDER [NODE]: makes in FOLDER the root file system of the image: NODE (by default the one in the path), the
# libraries that it loads, and what `npm run build` made. FOLDER must not be there yet. Needs GNU coreutils and ldd.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:?the folder to make}
node=$(readlink -f "${2:-$(command -v node)}")
built=.next/standalone
[ -f $built/start.js ] || { echo "root.sh: run 'npm run build' first" >&2; exit 1; }
[ ! -e "$folder" ] || { echo "root.sh: $folder is there already" >&2; exit 1; }

# Where volumes and what every container runtime brings are mounted.
mkdir -p "$folder"/{app,data,dev,etc/tenure,proc,sys,tmp,usr/local/bin}
chmod 1777 "$folder/tmp"

cp -L "$node" "$folder/usr/local/bin/node"
ldd "$node" | grep -o '/[^ ]*' | while read -r library; do
  cp -L --parents "$library" "$folder/"
  # Resolvers that an older C library loads by name.
  for more in "${library%/*}"/libnss_{dns,files}.so.2; do
    [ ! -e "$more" ] || cp -L --parents "$more" "$folder/"
  done
done

cp -R $built/. "$folder/app/"
cp deploy/image/{backup,healthcheck}.js LICENSE "$folder/app/"
echo 'hosts: files dns' > "$folder/etc/nsswitch.conf"
printf 'root:x:0:0:root:/:/nologin\ntenure:x:10001:10001:Tenure:/tmp:/nologin\n' > "$folder/etc/passwd"
printf 'root:x:0:\ntenure:x:10001:\n' > "$folder/etc/group"
# Whoever it runs as may read all of it, and change nothing.
chmod -R u+rwX,go+rX,go-w "$folder/app" "$folder/etc" "$folder/usr"
