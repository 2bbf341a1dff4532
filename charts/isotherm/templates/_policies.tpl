{{/*
Network policies. The release denies everything by default; each component's networkpolicy.yaml names its arrows.
*/}}

{{/* A peer: the pods of another component. include "isotherm.peer" (list . "postgresql") */}}
{{- define "isotherm.peer" -}}
podSelector:
  matchLabels:
    {{- if eq "keycloak" (last .) }}
    {{- include "isotherm.keycloakPods" (first .) | nindent 4 }}
    {{- else }}
    {{- include "isotherm.selectorOf" . | nindent 4 }}
    {{- end }}
{{- end -}}

{{/*
Incoming connections from components to ports: include "isotherm.from" (list . (list "api" "worker") (list 5432))
Those that are switched off are left out; without any there is no rule.
*/}}
{{- define "isotherm.from" -}}
{{- $root := index . 0 -}}
{{- $present := list -}}
{{- range index . 1 -}}
{{- $switch := eq "restore" . | ternary "backup" . -}}
{{- if dig "enabled" true (get $root.Values $switch | default dict) -}}
{{- $present = append $present . -}}
{{- end -}}
{{- end -}}
{{- if $present -}}
- from:
    {{- range $present }}
    - {{ include "isotherm.peer" (list $root .) | nindent 6 | trim }}
    {{- end }}
  ports:
    {{- range index . 2 }}
    - { port: {{ . }}, protocol: TCP }
    {{- end }}
{{- end -}}
{{- end -}}

{{/* Outgoing connections to a component: include "isotherm.to" (list . "postgresql" (list 5432)) */}}
{{- define "isotherm.to" -}}
- to:
    - {{ include "isotherm.peer" (list (index . 0) (index . 1)) | nindent 6 | trim }}
  ports:
    {{- range index . 2 }}
    - { port: {{ . }}, protocol: TCP }
    {{- end }}
{{- end -}}

{{/*
Outgoing connections to something outside the release; the values give its addresses (empty: anywhere):
include "isotherm.outside" (list .Values.postgresql.external.cidrs (list 5432))
*/}}
{{- define "isotherm.outside" -}}
- {{ with first . -}}
  to:
    {{- range . }}
    - ipBlock: { cidr: {{ . | quote }} }
    {{- end }}
  {{ end -}}
  ports:
    {{- range last . }}
    - { port: {{ . }}, protocol: TCP }
    {{- end }}
{{- end -}}

{{/* The database, wherever it is. */}}
{{- define "isotherm.toDatabase" -}}
{{- if not .Values.postgresql.enabled -}}
{{- include "isotherm.outside" (list .Values.postgresql.external.cidrs (list (int .Values.postgresql.external.port))) -}}
{{- else if .Values.postgresql.cloudnativepg.enabled -}}
- to:
    - podSelector:
        matchLabels:
          cnpg.io/cluster: {{ include "isotherm.nameOf" (list . "postgresql") }}
  ports:
    - { port: 5432, protocol: TCP }
{{- else -}}
{{- include "isotherm.to" (list . "postgresql" (list 5432)) -}}
{{- end -}}
{{- end -}}

{{/* The broker's listener of services, wherever it is. */}}
{{- define "isotherm.toBroker" -}}
{{- if .Values.mosquitto.enabled -}}
{{- include "isotherm.to" (list . "mosquitto" (list 1884)) -}}
{{- else -}}
{{- include "isotherm.outside" (list .Values.mosquitto.external.cidrs (list (int .Values.mosquitto.external.port))) -}}
{{- end -}}
{{- end -}}

{{/* Keycloak, wherever it is. */}}
{{- define "isotherm.toKeycloak" -}}
{{- if .Values.keycloak.enabled -}}
- to:
    - podSelector:
        matchLabels:
          {{- include "isotherm.keycloakPods" . | nindent 10 }}
  ports:
    - { port: 8080, protocol: TCP }
{{- else -}}
{{- $port := regexFind ":[0-9]+(/|$)" (regexReplaceAll "^https?://" (include "isotherm.internalIssuer" .) "") | trimPrefix ":" | trimSuffix "/" | default (hasPrefix "https" (include "isotherm.internalIssuer" .) | ternary "443" "80") -}}
{{- include "isotherm.outside" (list .Values.keycloak.external.cidrs (list (int $port))) -}}
{{- end -}}
{{- end -}}

{{/* Queries of Prometheus, if there is one. */}}
{{- define "isotherm.toPrometheus" -}}
{{- if .Values.prometheus.enabled }}
{{ include "isotherm.to" (list . "prometheus" (list 9090)) }}
{{- else if .Values.prometheus.external.url }}
{{ include "isotherm.outside" (list .Values.prometheus.external.cidrs (list (int (include "isotherm.portOf" .Values.prometheus.external.url)))) }}
{{- end }}
{{- end -}}

{{/* Logs to Loki and traces to a collector, where they are set. */}}
{{- define "isotherm.toTelemetry" -}}
{{- if .Values.loki.enabled }}
{{ include "isotherm.to" (list . "loki" (list 3100)) }}
{{- else if .Values.loki.external.url }}
{{ include "isotherm.outside" (list .Values.loki.external.cidrs (list (int (include "isotherm.portOf" .Values.loki.external.url)))) }}
{{- end }}
{{ include "isotherm.toCollector" . }}
{{- end -}}

{{/* Traces to a collector that takes OTLP, if one is set. */}}
{{- define "isotherm.toCollector" -}}
{{- with .Values.telemetry }}
{{- if not (has .otlpEndpoint (list "" "console")) }}
{{ include "isotherm.outside" (list .cidrs (list (int (include "isotherm.portOf" .otlpEndpoint)))) }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Scrapes of a management port, by our Prometheus and those that the values name. */}}
{{- define "isotherm.fromMetrics" -}}
{{- $root := first . -}}
{{- if $root.Values.prometheus.enabled }}
{{ include "isotherm.from" (list $root (list "prometheus") (list (last .))) }}
{{- end }}
{{- with $root.Values.networkPolicy.metricsFrom }}
- from:
    {{- toYaml . | nindent 4 }}
  ports:
    - { port: {{ last $ }}, protocol: TCP }
{{- end }}
{{- end -}}
