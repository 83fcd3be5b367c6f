{{- /* What no single value shows, and what the server or the API server would refuse once the Pod that ran is gone, in words
that say what would be right: the schema has the rest. */ -}}
{{- define "tenure.validate" -}}
{{- $notify := .Values.notifications -}}
{{- if not (regexMatch "^([a-z]([-a-z0-9]*[a-z0-9])?)?$" (default "" .Values.nameOverride)) -}}
{{- fail (printf "nameOverride: %q is no name; give a letter, then letters, digits and \"-\", all lower-case, such as leases" .Values.nameOverride) -}}
{{- end -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" (include "tenure.fullname" .)) -}}
{{- fail (printf "fullnameOverride: no Service can be called %q; give a letter, then letters, digits and \"-\", all lower-case, such as who-leads" (include "tenure.fullname" .)) -}}
{{- end -}}
{{- range $name, $_ := fromYaml (include "tenure.selector" .) -}}
{{- if hasKey (default dict $.Values.podLabels) $name -}}
{{- fail (printf "podLabels: by %s the Service finds its Pods, so the chart sets it; leave it out, and give nameOverride or the release another name" $name) -}}
{{- end -}}
{{- end -}}
{{- if and (gt (int .Values.replicas) 1) (include "tenure.isOnSqlite" .) -}}
{{- fail "replicas: SQLite is a file for one replica; set history.store to postgres, or replicas to 1" -}}
{{- end -}}
{{- if and (gt (int .Values.replicas) 1) (ne .Values.history.store "postgres") (or $notify.webhook.secret.name $notify.slack.secret.name) -}}
{{- fail "replicas: without PostgreSQL each replica tells the webhook and Slack by itself, so people would be told several times; set history.store to postgres, or replicas to 1, or tell Alertmanager only, which takes them for the same" -}}
{{- end -}}
{{- with .Values.history -}}
{{- if and (eq .store "sqlite") (not .sqlite.persistence.existingClaim) -}}
{{- /* A tenth is what SQLite writes beside it. */ -}}
{{- $wanted := mulf .megabytes 1.1 1e6 -}}
{{- if lt (include "tenure.bytes" .sqlite.persistence.size | float64) $wanted -}}
{{- fail (printf "history.megabytes: %d MB do not fit on a volume of %s; set history.sqlite.persistence.size to twice that, for a backup is copied there first, or give fewer megabytes" (int .megabytes) .sqlite.persistence.size) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and (eq .Values.history.store "postgres") (not .Values.history.postgres.secret.name) -}}
{{- fail "history.postgres.secret.name: name the Secret whose key holds postgres://user:password@host:5432/database" -}}
{{- end -}}
{{- if and .Values.tenure.basePathStripped (not .Values.tenure.basePath) -}}
{{- fail "tenure.basePath: name the path that is taken off, such as /tenure" -}}
{{- end -}}
{{- with .Values.tenure.publicUrl -}}
{{- if ne (trimSuffix "/" (urlParse .).path) $.Values.tenure.basePath -}}
{{- fail "tenure.publicUrl: its path is to be that of tenure.basePath" -}}
{{- end -}}
{{- end -}}
{{- if and .Values.rules.file .Values.rules.existingConfigMap.name -}}
{{- fail "rules: give either rules.file or rules.existingConfigMap, not both" -}}
{{- end -}}
{{- if and $notify.alertmanager.url $notify.alertmanager.secret.name -}}
{{- fail "notifications.alertmanager: give either url or secret, not both" -}}
{{- end -}}
{{- if and $notify.webhook.secret.signingKey (not $notify.webhook.secret.name) -}}
{{- fail "notifications.webhook.secret.name: there is nothing to sign without the Secret that holds the webhook's URL" -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- fail "ingress.host: name the host by which people reach Tenure" -}}
{{- end -}}
{{- if and (eq .Values.auth.mode "none") .Values.ingress.enabled (not .Values.ingress.openByPlainHttp) (not (or .Values.ingress.tlsSecret (include "tenure.isReachedByTls" .))) -}}
{{- fail "ingress.tlsSecret: whoever reaches this Ingress would see everything, by plain HTTP; say by auth.mode who gets in, name its certificate, or, where TLS ends at a balancer or by the controller's default certificate, set tenure.publicUrl to https:// and its host, or say by ingress.openByPlainHttp=true that this is meant" -}}
{{- end -}}
{{- /* The server takes a token by TLS alone. */ -}}
{{- if and (eq .Values.auth.mode "token") .Values.ingress.enabled (not (include "tenure.isReachedByTls" .)) -}}
{{- $secret := ternary "" "ingress.tlsSecret, or " (or (ne .Values.tenure.publicUrl "") (hasPrefix "*" .Values.ingress.host)) -}}
{{- fail (printf "auth.mode: Tenure would not know that this Ingress has TLS, and a token is pasted by TLS only; set %stenure.publicUrl to https:// and a name of ingress.host, which X-Forwarded-Proto: http overrules" $secret) -}}
{{- end -}}
{{- if and (eq .Values.auth.mode "token") .Values.ingress.enabled (not .Values.ingress.trustedProxies) -}}
{{- fail "ingress.trustedProxies: name the addresses of the ingress controller or, where it has none of its own, the network of its Pods; else all who come by it are one client, and 20 tokens of one that are not accepted keep everybody from signing in" -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled (ne .Values.auth.metrics "open") (or (eq .Values.auth.mode "proxy") (and (eq .Values.auth.mode "token") (not .Values.serviceMonitor.tokenSecret.name))) -}}
{{- fail "serviceMonitor: Prometheus would be answered 401; set auth.metrics to open or, with auth.mode token, serviceMonitor.tokenSecret.name to a Secret with a token" -}}
{{- end -}}
{{- if and (eq .Values.auth.mode "proxy") (not .Values.ingress.trustedProxies) -}}
{{- fail "ingress.trustedProxies: name the addresses of the proxy that says who asks" -}}
{{- end -}}
{{- range .Values.ingress.trustedProxies -}}
{{- if not (include "tenure.isNetwork" .) -}}
{{- fail (printf "ingress.trustedProxies: %q is no address and no network; give such as 192.0.2.7, 192.0.2.16/28 or fd00::7" .) -}}
{{- end -}}
{{- if and (eq $.Values.auth.mode "proxy") (include "tenure.isTooWide" .) -}}
{{- fail (printf "ingress.trustedProxies: with auth.mode proxy whoever has an address of %s would say who they are; give the proxy's own addresses, or a network that holds nothing else, such as 192.0.2.16/28, of at least /8 (IPv6 /16)" .) -}}
{{- end -}}
{{- end -}}
{{- range $value := list "userHeader" "groupsHeader" -}}
{{- $header := default "" (index $.Values.auth.proxy $value) -}}
{{- if include "tenure.saysAnotherThing" $header -}}
{{- fail (printf "auth.proxy.%s: %s is no header that names somebody; give one that the proxy itself sets, such as X-Forwarded-User" $value $header) -}}
{{- end -}}
{{- end -}}
{{- if and (eq .Values.auth.mode "proxy") (not .Values.networkPolicy.enabled) (not .Values.auth.proxy.othersKeptOut) -}}
{{- fail "networkPolicy.enabled: whoever has an address of ingress.trustedProxies says who they are; name that proxy in networkPolicy.from, or say by auth.proxy.othersKeptOut=true that something else keeps everybody but it from Tenure" -}}
{{- end -}}
{{- if and (eq .Values.auth.mode "proxy") (not .Values.auth.proxy.othersKeptOut) -}}
{{- if not .Values.networkPolicy.from -}}
{{- fail "networkPolicy.from: empty it keeps out the proxy that says who asks; name that proxy" -}}
{{- end -}}
{{- range .Values.networkPolicy.from -}}
{{- if include "tenure.isAnybody" . -}}
{{- fail (printf "networkPolicy.from: %s lets in every Pod, also such as no proxy is, and whoever of them has an address of ingress.trustedProxies says who they are; name that proxy, such as ipBlock: {cidr: 192.0.2.16/28} or its namespaceSelector and podSelector, or say by auth.proxy.othersKeptOut=true that something else keeps everybody but it from Tenure" (toJson .)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and (eq .Values.auth.mode "token") (gt (int .Values.replicas) 1) (not .Values.auth.sessionKey.secret.name) -}}
{{- fail "auth.sessionKey.secret.name: several replicas open each other's sessions by one key; name the Secret that holds it" -}}
{{- end -}}
{{- if and (ne .Values.auth.mode "token") (or .Values.auth.sessionKey.secret.name .Values.auth.token.audiences) -}}
{{- fail "auth.mode: sessions and audiences are of tokens; set it to token, or leave them out" -}}
{{- end -}}
{{- if and .Values.auth.proxy.groupsHeader (not .Values.auth.proxy.review) -}}
{{- fail "auth.proxy.review: groups matter only where the API server is asked" -}}
{{- end -}}
{{- if and (eq .Values.auth.mode "none") (eq .Values.auth.metrics "auth") -}}
{{- fail "auth.metrics: nobody is asked who they are with auth.mode none" -}}
{{- end -}}
{{- end -}}
