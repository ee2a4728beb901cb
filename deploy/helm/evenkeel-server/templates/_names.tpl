{{- define "server.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "server.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: server
{{- end -}}

{{- define "server.databaseSelector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: database
{{- end -}}

{{- define "server.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "server.image" -}}
{{- $tag := .Values.image.tag | default .Chart.AppVersion -}}
{{- if hasPrefix "sha256:" $tag -}}
{{- printf "%s@%s" .Values.image.name $tag -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.name $tag -}}
{{- end -}}
{{- end -}}

{{/* What no schema can say. */}}
{{- define "server.check" -}}
{{- $kind := .Values.database.kind -}}
{{- if and (eq $kind "embedded") (gt (int .Values.replicas) 1) -}}
{{- fail "replicas: the embedded database takes one process; set database.kind to external or bundled for more." -}}
{{- end -}}
{{- if and (eq $kind "external") (not .Values.database.external.existingSecret) -}}
{{- fail "database.external.existingSecret: name the Secret that holds the address of your PostgreSQL server." -}}
{{- end -}}
{{- if and (eq $kind "bundled") (not .Values.database.bundled.existingSecret) -}}
{{- fail "database.bundled.existingSecret: name a Secret with the keys password and url; values.yaml says what they hold." -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) (not .Values.publicUrl) -}}
{{- fail "ingress.host: name the host, or set publicUrl." -}}
{{- end -}}
{{- end -}}

{{- define "server.databaseSecret" -}}
{{- if eq .Values.database.kind "external" -}}
{{ .Values.database.external.existingSecret }}
{{- else -}}
{{ .Values.database.bundled.existingSecret }}
{{- end -}}
{{- end -}}

{{- define "server.databaseKey" -}}
{{- if eq .Values.database.kind "external" -}}
{{ .Values.database.external.key }}
{{- else -}}
url
{{- end -}}
{{- end -}}
