{{/*
Where logs, metrics and dashboards are, and which parts have metrics.
*/}}

{{/* Loki's address, or nothing: ours, or one that exists already. */}}
{{- define "isotherm.lokiUrl" -}}
{{- if .Values.loki.enabled -}}
{{- printf "http://%s:3100" (include "isotherm.nameOf" (list . "loki")) -}}
{{- else -}}
{{- .Values.loki.external.url | default "" | trimSuffix "/" -}}
{{- end -}}
{{- end -}}

{{/* The address of Loki's store, whose endpoint may be a host alone. */}}
{{- define "isotherm.loki.s3Url" -}}
{{- with .Values.loki.s3 -}}
{{- $endpoint := .endpoint | default "s3.amazonaws.com" -}}
{{- contains "://" $endpoint | ternary $endpoint (printf "%s://%s" (.insecure | ternary "http" "https") $endpoint) -}}
{{- end -}}
{{- end -}}

{{/* Prometheus' address for Grafana, or nothing. */}}
{{- define "isotherm.prometheusUrl" -}}
{{- if .Values.prometheus.enabled -}}
{{- printf "http://%s:9090" (include "isotherm.nameOf" (list . "prometheus")) -}}
{{- else -}}
{{- .Values.prometheus.external.url | default "" | trimSuffix "/" -}}
{{- end -}}
{{- end -}}

{{/* Grafana's address as people type it; without an ingress, that of a port-forward. */}}
{{- define "isotherm.grafanaUrl" -}}
{{- if or (include "isotherm.isLocal" .) (not .Values.grafana.public) -}}
http://localhost:3000/grafana
{{- else -}}
{{- printf "%s/grafana" (include "isotherm.publicUrl" .) -}}
{{- end -}}
{{- end -}}

{{/* Whether Grafana speaks TLS with the database, as the other parts do; it knows neither `prefer` nor `allow`. */}}
{{- define "isotherm.grafana.sslMode" -}}
{{- if include "isotherm.hasDatabaseCa" . -}}
verify-full
{{- else if .Values.postgresql.enabled -}}
{{- .Values.postgresql.cloudnativepg.enabled | ternary "require" "disable" -}}
{{- else -}}
{{- regexFind "sslmode=(require|verify-ca|verify-full)" (.Values.postgresql.external.parameters | default "") | trimPrefix "sslmode=" | default "disable" -}}
{{- end -}}
{{- end -}}

{{/* The port of a URL: include "isotherm.portOf" "https://loki.example.org" gives 443 */}}
{{- define "isotherm.portOf" -}}
{{- $host := get (urlParse .) "host" -}}
{{- regexFind ":[0-9]+$" $host | trimPrefix ":" | default (hasPrefix "https:" . | ternary "443" "80") -}}
{{- end -}}

{{/* Routes of the public host beside those of the pages and Keycloak, as a YAML list. */}}
{{- define "isotherm.extraRoutes" -}}
{{- if and .Values.grafana.enabled .Values.grafana.public }}
- { path: /grafana, component: grafana, port: 3000 }
# its metrics ask for no password: the pages answer instead
- { path: /grafana/metrics, component: frontend, port: 3000 }
{{- end }}
{{- end -}}

{{/*
The parts that have metrics, as YAML: the name and number of the port, and the path.
Only those of this release: a part that is switched off, or that somebody else runs, is not among them.
*/}}
{{- define "isotherm.scraped" -}}
{{- $off := dict
  "mosquitto" (not .Values.mosquitto.enabled)
  "keycloak" (or (not .Values.keycloak.enabled) .Values.keycloak.operator.enabled)
  "loki" (not .Values.loki.enabled)
  "grafana" (not .Values.grafana.enabled)
  "alloy" (not .Values.alloy.enabled)
  "alertmanager" (not .Values.alertmanager.enabled)
-}}
{{- range $part, $scraped := .Files.Get "files/scraped.yaml" | fromYaml }}
{{- if not (get $off $part) }}
{{ $part }}: {{ toJson $scraped }}
{{- end }}
{{- end }}
{{- end -}}

{{/* A pattern of the names of this release's volume claims. */}}
{{- define "isotherm.claims" -}}
{{- $claims := list (printf "(data-)?%s-.+" (include "isotherm.fullname" .)) -}}
{{- range $part := keys .Values | sortAlpha -}}
{{- with dig "persistence" "existingClaim" "" (get $.Values $part | default dict | mustToJson | fromJson) -}}
{{- $claims = append $claims (replace "." "[.]" .) -}}
{{- end -}}
{{- end -}}
{{- join "|" $claims -}}
{{- end -}}

{{/*
The rules of alerts, with the address of the runbooks. Each alert says which namespace it is about. A Prometheus that its
operator runs sees other ones too: include "isotherm.rules" (list . (printf "namespace=%q," .Release.Namespace))
*/}}
{{- define "isotherm.rules" -}}
{{- $root := first . -}}
{{- $fillings := dict "runbooks" (trimSuffix "/" $root.Values.monitoring.runbookUrl) "claims" (include "isotherm.claims" $root) "where" (last .) -}}
{{- $rules := include "isotherm.fill" (list ($root.Files.Get "files/rules.yaml") $fillings) | fromYaml -}}
{{- range $rules.groups -}}
{{- range .rules -}}
{{- $_ := set .labels "namespace" $root.Release.Namespace -}}
{{- end -}}
{{- end -}}
{{- toYaml $rules -}}
{{- end -}}

{{/* Collecting logs. */}}
{{- define "isotherm.check.logs" -}}
{{- if and .Values.alloy.enabled (not (include "isotherm.lokiUrl" .)) }}
alloy.enabled is on without a Loki: set loki.enabled or loki.external.url
{{- end }}
{{- range $name, $url := dict "telemetry.otlpEndpoint" (.Values.telemetry.otlpEndpoint | eq "console" | ternary "" .Values.telemetry.otlpEndpoint) "loki.external.url" .Values.loki.external.url "prometheus.external.url" .Values.prometheus.external.url "grafana.tempo.url" .Values.grafana.tempo.url }}
{{- if and $url (not (regexMatch "^https?://[^/?#@]+(/[^@]*)?$" $url)) }}
{{ $name }} has to be an http:// or https:// URL without a password, as everybody who may read ConfigMaps can read it
{{- end }}
{{- end }}
{{- with .Values.grafana }}
{{- if and .enabled (not (or .oidc.enabled .loginForm)) }}
grafana.oidc.enabled and grafana.loginForm are both off, so nobody could log in: switch one on
{{- end }}
{{- end }}
{{- end -}}

{{/* Whether worker looks at the certificate of the pages' public address. */}}
{{- define "isotherm.watchesPages" -}}
{{- if and .Values.monitoring.pagesCertificate.enabled (hasPrefix "https:" (include "isotherm.publicUrl" .)) -}}true{{- end -}}
{{- end -}}

{{/* Which kind of monitor an operator's Prometheus gets; nothing where its operator is not. */}}
{{- define "isotherm.monitors" -}}
{{- with .Values.monitoring.operator -}}
{{- if and .enabled (or ($.Capabilities.APIVersions.Has "monitoring.coreos.com/v1") ($.Capabilities.APIVersions.Has (printf "monitoring.coreos.com/v1/%s" .kind))) -}}
{{- .kind -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Name, labels and annotations of an object that an operator reads: include "isotherm.operated" (list . name) */}}
{{- define "isotherm.operated" -}}
{{- $root := first . -}}
name: {{ last . }}
labels:
  {{- include "isotherm.labels" $root | nindent 2 }}
  {{- with $root.Values.monitoring.operator.labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with $root.Values.monitoring.operator.annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
