{{- /* Written by `npm run docs` out of packages/server/src/manifest. */ -}}
{{- /* A list of names as a list of references to them. */ -}}
{{- define "evenkeel.names" -}}
{{- $references := list -}}
{{- range . -}}{{- $references = append $references (dict "name" .) -}}{{- end -}}
{{- toJson $references -}}
{{- end -}}
