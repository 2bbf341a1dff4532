{{/*
Secrets: generated once and kept over upgrades, or taken from Secrets that exist already.
*/}}

{{/* The name of a Secret: include "isotherm.secretName" (list . "postgresql" .Values.postgresql.existingSecret) */}}
{{- define "isotherm.secretName" -}}
{{- index . 2 | default (include "isotherm.nameOf" (list (index . 0) (index . 1))) -}}
{{- end -}}
{{- define "isotherm.appSecret" -}}
{{- include "isotherm.secretName" (list . "app" .Values.existingSecret) -}}
{{- end -}}
{{- define "isotherm.databaseSecret" -}}
{{- include "isotherm.secretName" (list . "postgresql" (.Values.postgresql.enabled | ternary .Values.postgresql.existingSecret (.Values.postgresql.external.existingSecret | default .Values.postgresql.existingSecret))) -}}
{{- end -}}
{{- define "isotherm.brokerSecret" -}}
{{- include "isotherm.secretName" (list . "mosquitto" (.Values.mosquitto.enabled | ternary .Values.mosquitto.existingSecret (.Values.mosquitto.external.existingSecret | default .Values.mosquitto.existingSecret))) -}}
{{- end -}}
{{- define "isotherm.keycloakSecret" -}}
{{- include "isotherm.secretName" (list . "keycloak" .Values.keycloak.existingSecret) -}}
{{- end -}}

{{/*
The data of a generated Secret, as YAML: values that exist in the cluster are kept, missing ones are made once a
rendering. include "isotherm.secretData" (list . "postgresql" (list "postgres" "owner"))
A key `sealing-key` becomes 32 random bytes in URL-safe base64.
*/}}
{{- define "isotherm.secretData" -}}
{{- $root := index . 0 -}}
{{- $suffix := index . 1 -}}
{{- $rendering := $root.Values.rendering | default dict -}}
{{- if not (hasKey $rendering $suffix) -}}
{{- $stored := dig "data" dict (lookup "v1" "Secret" $root.Release.Namespace (include "isotherm.nameOf" (list $root $suffix))) -}}
{{- $data := dict -}}
{{- range index . 2 -}}
{{- $made := ternary (randBytes 32 | replace "+" "-" | replace "/" "_") (randAlphaNum 32) (eq "sealing-key" .) -}}
{{- $_ := set $data . (index $stored . | default ($made | b64enc)) -}}
{{- end -}}
{{- $_ := set $rendering $suffix $data -}}
{{- $_ := set $root.Values "rendering" $rendering -}}
{{- end -}}
{{- toYaml (index $rendering $suffix) -}}
{{- end -}}

{{/* The keys of each Secret that the chart generates. */}}
{{- define "isotherm.secretKeys" -}}
app: [sealing-key, session-secret, web-client-secret, lookup-client-secret, grafana-client-secret]
postgresql: [postgres, owner, ingest, worker, api, grafana, keycloak]
mosquitto: [ingest, worker, admin]
keycloak: [admin, administrator]
grafana: [admin-password, secret-key]
simulator: [secret]
{{- end -}}

{{/* A Secret of generated passwords: include "isotherm.generatedSecret" (list . "postgresql") */}}
{{- define "isotherm.generatedSecret" -}}
{{- $root := first . -}}
{{- $keys := get (include "isotherm.secretKeys" $root | fromYaml) (last .) -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ include "isotherm.nameOf" . }}
  labels:
    {{- include "isotherm.labels" $root | nindent 4 }}
  annotations:
    # a kept volume is useless without its password, and the other way round
    helm.sh/resource-policy: keep
type: Opaque
data:
  {{- include "isotherm.secretData" (list $root (last .) $keys) | nindent 2 }}
{{- end -}}

{{/* Whether the Secret of this name is the generated one, and not an existing one that happens to be named like it. */}}
{{- define "isotherm.isGenerated" -}}
{{- $root := index . 0 -}}
{{- $existing := $root.Values.existingSecret -}}
{{- if ne (index . 1) "app" -}}
{{- $own := index $root.Values (index . 1) -}}
{{- $existing = $own.existingSecret -}}
{{- if and (hasKey $own "external") (not $own.enabled) -}}
{{- $existing = $own.external.existingSecret | default $own.existingSecret -}}
{{- end -}}
{{- end -}}
{{- if and (not $existing) (eq (index . 2) (include "isotherm.nameOf" (list $root (index . 1)))) -}}true{{- end -}}
{{- end -}}

{{/* What is known of a Secret's values while rendering, as YAML. */}}
{{- define "isotherm.knownSecret" -}}
{{- $root := index . 0 -}}
{{- $name := index . 2 -}}
{{- if include "isotherm.isGenerated" (list $root (index . 1) $name) -}}
{{- $keys := get (include "isotherm.secretKeys" $root | fromYaml) (index . 1) -}}
{{- include "isotherm.secretData" (list $root (index . 1) $keys) -}}
{{- else -}}
{{- lookup "v1" "Secret" $root.Release.Namespace $name | dig "data" dict | toYaml -}}
{{- end -}}
{{- end -}}

{{/*
A checksum of a Secret's values, which rolls pods and names jobs anew when a password changes:
include "isotherm.secretChecksum" (list . "postgresql" (include "isotherm.databaseSecret" .))
Of one value alone, for pods that should not restart for the others: add its key.
*/}}
{{- define "isotherm.secretChecksum" -}}
{{- $known := include "isotherm.knownSecret" . -}}
{{- if gt (len .) 3 -}}
{{- $known = get (fromYaml $known) (index . 3) | default "" -}}
{{- end -}}
{{- sha256sum $known -}}
{{- end -}}
