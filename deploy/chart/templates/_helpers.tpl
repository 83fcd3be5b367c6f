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

{{- /* By which names the server is reached besides. */ -}}
{{- define "tenure.names" -}}
{{- $names := default list .Values.tenure.names -}}
{{- if .Values.ingress.enabled -}}{{- $names = append $names .Values.ingress.host -}}{{- end -}}
{{- join "," (uniq $names) -}}
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
