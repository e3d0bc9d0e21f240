{{- /* Every template is written with what Go's own engine knows, and no function of Helm's: so tests render it without Helm. */ -}}

{{- define "service.selector" -}}
app.kubernetes.io/name: {{ .Release.Name | printf "%q" }}, app.kubernetes.io/instance: {{ .Release.Name | printf "%q" }}
{{- end }}

{{- define "service.labels" -}}
{{ template "service.selector" . }}, app.kubernetes.io/part-of: applications, app.kubernetes.io/managed-by: {{ .Release.Service | printf "%q" }}, app: {{ .Release.Name | printf "%q" }}, criticality: {{ .Values.platform.criticality }}
{{- end }}

{{- define "service.image" -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag }}{{ end }}
{{- end }}
