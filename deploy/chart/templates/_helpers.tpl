{{- define "tenure.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Cluster-wide objects of releases of one name in two namespaces must not meet. */ -}}
{{- define "tenure.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "tenure.fullname" .) -}}
{{- end -}}

{{- define "tenure.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "tenure.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "tenure.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "tenure.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "tenure.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "tenure.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{- /* The path before everything that is asked of the Service itself, without what stands in front of it. */ -}}
{{- define "tenure.servedUnder" -}}
{{- if not .Values.tenure.basePathStripped -}}{{- .Values.tenure.basePath -}}{{- end -}}
{{- end -}}

{{- /* By which address people reach it: what is said, or else that of an Ingress with a certificate. */ -}}
{{- define "tenure.publicUrl" -}}
{{- if .Values.tenure.publicUrl -}}
{{- .Values.tenure.publicUrl -}}
{{- else if and .Values.ingress.enabled .Values.ingress.tlsSecret (not (hasPrefix "*" .Values.ingress.host)) -}}
{{- printf "https://%s%s" .Values.ingress.host .Values.tenure.basePath -}}
{{- end -}}
{{- end -}}

{{- /* Whether that is an address of the Ingress, by TLS: a star stands for one part of a name. */ -}}
{{- define "tenure.isReachedByTls" -}}
{{- $url := urlParse (include "tenure.publicUrl" .) -}}
{{- $name := .Values.ingress.host | replace "." "\\." | replace "*" "[^.]+" | printf "^%s$" -}}
{{- if and (eq $url.scheme "https") (regexMatch $name (lower $url.hostname)) -}}true{{- end -}}
{{- end -}}

{{- define "tenure.hasRulesFile" -}}
{{- if or .Values.rules.file .Values.rules.existingConfigMap.name -}}true{{- end -}}
{{- end -}}

{{- define "tenure.isOnSqlite" -}}
{{- if eq .Values.history.store "sqlite" -}}true{{- end -}}
{{- end -}}

{{- /* What is read in each namespace that is watched: the verbs that Tenure uses, and no more. */ -}}
{{- define "tenure.namespacedRules" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [get, list, watch]
{{- if .Values.permissions.pods }}
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list]
{{- end }}
{{- if .Values.permissions.events }}
- apiGroups: [""]
  resources: [events]
  verbs: [list]
{{- end }}
{{- if .Values.permissions.leaseCandidates }}
- apiGroups: [coordination.k8s.io]
  resources: [leasecandidates]
  verbs: [list]
{{- end }}
{{- if .Values.permissions.legacyLocks }}
- apiGroups: [""]
  resources: [configmaps, endpoints]
  verbs: [list]
{{- end }}
{{- end -}}

{{- /* `get` is the page of one Lease's, `list` how Tenure learns that it may. */ -}}
{{- define "tenure.nodeRule" -}}
- apiGroups: [""]
  resources: [nodes]
  verbs: [get, list]
{{- end -}}

{{- define "tenure.clusterIdRule" -}}
- apiGroups: [""]
  resources: [namespaces]
  resourceNames: [kube-system]
  verbs: [get]
{{- end -}}

{{- /* Questions to the API server, asked as objects: nothing is made. */ -}}
{{- define "tenure.reviewRules" -}}
- apiGroups: [authorization.k8s.io]
  resources: [subjectaccessreviews]
  verbs: [create]
{{- if eq .Values.auth.mode "token" }}
- apiGroups: [authentication.k8s.io]
  resources: [tokenreviews]
  verbs: [create]
{{- end }}
{{- end -}}

{{- define "tenure.asksWho" -}}
{{- if or (eq .Values.auth.mode "token") (and (eq .Values.auth.mode "proxy") .Values.auth.proxy.review) -}}true{{- end -}}
{{- end -}}

{{- /* What no single value shows: the schema has the rest. */ -}}
{{- define "tenure.validate" -}}
{{- $notify := .Values.notifications -}}
{{- if and (gt (int .Values.replicas) 1) (include "tenure.isOnSqlite" .) -}}
{{- fail "replicas: SQLite is a file for one replica; set history.store to postgres, or replicas to 1" -}}
{{- end -}}
{{- if and (gt (int .Values.replicas) 1) (ne .Values.history.store "postgres") (or $notify.webhook.secret.name $notify.slack.secret.name) -}}
{{- fail "replicas: without PostgreSQL each replica tells the webhook and Slack by itself, so people would be told several times; set history.store to postgres, or replicas to 1, or tell Alertmanager only, which takes them for the same" -}}
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
{{- if and (eq $.Values.auth.mode "proxy") (hasSuffix "/0" .) -}}
{{- fail "ingress.trustedProxies: with auth.mode proxy a network of everybody would let everybody say who they are" -}}
{{- end -}}
{{- end -}}
{{- if and (eq .Values.auth.mode "proxy") (not .Values.networkPolicy.enabled) (not .Values.auth.proxy.othersKeptOut) -}}
{{- fail "networkPolicy.enabled: whoever has an address of ingress.trustedProxies says who they are; name that proxy in networkPolicy.from, or say by auth.proxy.othersKeptOut=true that something else keeps everybody but it from Tenure" -}}
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
