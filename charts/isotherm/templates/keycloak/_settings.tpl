{{/* Whether Keycloak is our own Deployment. */}}
{{- define "isotherm.keycloak.isOwn" -}}
{{- if and .Values.keycloak.enabled (not .Values.keycloak.operator.enabled) -}}true{{- end -}}
{{- end -}}

{{/* Whether Keycloak's operator runs it. */}}
{{- define "isotherm.keycloak.isOperated" -}}
{{- if and .Values.keycloak.enabled .Values.keycloak.operator.enabled -}}true{{- end -}}
{{- end -}}

{{/* The Secret from which the operator takes the users of the administration and of the database. */}}
{{- define "isotherm.keycloak.operatorSecret" -}}
{{- .Values.keycloak.operator.secret | default (printf "%s-operator" (include "isotherm.nameOf" (list . "keycloak"))) -}}
{{- end -}}

{{/* Keycloak's database for JDBC, which knows libpq's options of TLS by the same names. */}}
{{- define "isotherm.keycloak.databaseUrl" -}}
{{- $options := list -}}
{{- if not .Values.postgresql.enabled -}}
{{- $options = regexFindAll "ssl(mode|rootcert)=[^&]+" (include "isotherm.databaseUrlOf" (list . "keycloak" "x")) -1 -}}
{{- end -}}
{{- printf "jdbc:postgresql://%s:%s/%s" (include "isotherm.databaseHost" .) (include "isotherm.databasePort" .) (include "isotherm.urlPart" .Values.keycloak.database) -}}
{{- with $options -}}?{{- join "&" . -}}{{- end -}}
{{- end -}}

{{/* The heap: what the container's memory leaves beside 320 MiB for classes, threads and compiled code. */}}
{{- define "isotherm.keycloak.heap" -}}
{{- with include "isotherm.memoryOf" .Values.keycloak.resources -}}
{{- $most := max 192 (sub (int64 .) 320) -}}
{{- printf "-Xms%dm -Xmx%dm" (div $most 2) $most -}}
{{- else -}}
-XX:MaxRAMPercentage=60
{{- end -}}
{{- end -}}

{{/* The options that all installations have in common, from files/keycloak.conf; several instances share caches. */}}
{{- define "isotherm.keycloak.common" -}}
{{- $settings := dict -}}
{{- range .Files.Get "files/keycloak.conf" | splitList "\n" -}}
{{- if regexMatch "^[a-z]" . -}}
{{- $option := regexSplit "=" . 2 -}}
{{- $_ := set $settings (index $option 0 | replace "-" "_" | upper | printf "KC_%s") (index $option 1) -}}
{{- end -}}
{{- end -}}
{{- /* Keycloak's word for the level, and what it never logs */ -}}
{{- $level := .Values.logLevel | replace "warning" "warn" -}}
{{- $_ := set $settings "KC_LOG_LEVEL" (regexReplaceAll "^[a-z]+" $settings.KC_LOG_LEVEL $level) -}}
{{- if gt (int .Values.keycloak.replicas) 1 -}}
{{- $_ := set $settings "KC_CACHE" "ispn" -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end -}}

{{/* Settings of this installation; those that all have in common are in keycloak.conf. */}}
{{- define "isotherm.keycloak.settings" -}}
{{- $values := .Values.keycloak -}}
KC_DB_URL: {{ include "isotherm.keycloak.databaseUrl" . | quote }}
KC_DB_USERNAME: {{ $values.databaseUser | quote }}
KC_DB_POOL_MAX_SIZE: {{ $values.databasePool | int64 | quote }}
KC_HOSTNAME: {{ include "isotherm.keycloakUrl" . | quote }}
KC_HOSTNAME_BACKCHANNEL_DYNAMIC: "true"
{{- with $values.adminUrl }}
KC_HOSTNAME_ADMIN: {{ . | quote }}
{{- end }}
{{ include "isotherm.keycloak.common" . }}
KC_BOOTSTRAP_ADMIN_USERNAME: admin
JAVA_OPTS_KC_HEAP: {{ include "isotherm.keycloak.heap" . | quote }}
{{- with $values.javaOptions }}
JAVA_OPTS_APPEND: {{ . | quote }}
{{- end }}
{{- end -}}

{{/* Connections among instances: JGroups, and its detection of failures. include "isotherm.keycloak.peers" "from" */}}
{{- define "isotherm.keycloak.peers" -}}
- {{ . }}:
    - podSelector:
        matchLabels:PODS
  ports:
    - { port: 7800, protocol: TCP }
    - { port: 57800, protocol: TCP }
{{- end -}}
