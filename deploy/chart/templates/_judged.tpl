{{- /* What `tenure.validate` asks of single values. Headers and networks are as lib/server/auth/auth-config.ts has them. */ -}}

{{- define "tenure.isNetwork" -}}
{{- $byte := "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])" -}}
{{- $ipv4 := printf "%s([.]%s){3}" $byte $byte -}}
{{- $address := regexReplaceAll "/.*$" . "" -}}
{{- if regexMatch (printf "^%s$" $ipv4) $address -}}
{{- if regexMatch "^[^/]+(/(3[0-2]|[12]?[0-9]))?$" . -}}true{{- end -}}
{{- else if regexMatch "^[^/]+(/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))?$" . -}}
{{- /* What ends as an address of IPv4 does has two groups there. */ -}}
{{- $groups := regexReplaceAll (printf ":%s$" $ipv4) $address ":0:0" -}}
{{- $group := "[0-9a-fA-F]{1,4}" -}}
{{- $some := printf "(%s(:%s)*)?" $group $group -}}
{{- if regexMatch (printf "^%s(:%s){7}$" $group $group) $groups -}}true
{{- else if and (regexMatch (printf "^%s::%s$" $some $some) $groups) (lt (len (regexFindAll $group $groups -1)) 8) -}}true
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Below :: lie the addresses of IPv4 once more, from ::ffff:0:0/96 on. */ -}}
{{- define "tenure.isTooWide" -}}
{{- $least := ternary (ternary 104 16 (regexMatch "^0*:" .)) 8 (contains ":" .) -}}
{{- if and (contains "/" .) (lt (int (regexFind "[0-9]+$" .)) $least) -}}true{{- end -}}
{{- end -}}

{{- define "tenure.saysAnotherThing" -}}
{{- $transport := list "host" "connection" "content-length" "content-type" "transfer-encoding" "upgrade" "te" "trailer" "expect" -}}
{{- $client := list "cookie" "authorization" "proxy-authorization" "origin" "referer" "accept" "user-agent" -}}
{{- $way := list "forwarded" "x-forwarded-for" "x-forwarded-host" "x-forwarded-proto" "x-real-ip" -}}
{{- if has (lower .) (concat $transport $client $way) -}}true{{- end -}}
{{- end -}}

{{- /* Of a NetworkPolicyPeer: all addresses, or all Pods of this namespace or of every one. */ -}}
{{- define "tenure.isAnybody" -}}
{{- if .ipBlock -}}
{{- if hasSuffix "/0" .ipBlock.cidr -}}true{{- end -}}
{{- else -}}
{{- $chosen := false -}}
{{- range list .podSelector .namespaceSelector -}}
{{- with . -}}
{{- if or .matchLabels .matchExpressions -}}{{- $chosen = true -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if not $chosen -}}true{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Of a quantity such as 10Gi. */ -}}
{{- define "tenure.bytes" -}}
{{- $decimal := dict "" 1.0 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "P" 1e15 "E" 1e18 -}}
{{- $binary := dict "Ki" 1024.0 "Mi" 1048576.0 "Gi" 1073741824.0 "Ti" 1099511627776.0 "Pi" 1125899906842624.0 "Ei" 1152921504606846976.0 -}}
{{- mulf (regexFind "^[0-9.]+" .) (get (merge $decimal $binary) (regexFind "[A-Za-z]*$" .)) -}}
{{- end -}}
