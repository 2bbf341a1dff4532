{{/*
Addresses, of people and devices outside and of parts inside the cluster. What may not be empty is checked in _checks.tpl.
*/}}

{{/* The host that people type, or nothing without an ingress or gateway. */}}
{{- define "isotherm.publicHost" -}}
{{- if or .Values.ingress.enabled .Values.gateway.enabled -}}
{{- .Values.ingress.host -}}
{{- end -}}
{{- end -}}

{{/* The address of the pages. */}}
{{- define "isotherm.publicUrl" -}}
{{- if .Values.publicUrl -}}
{{- trimSuffix "/" .Values.publicUrl -}}
{{- else if include "isotherm.publicHost" . -}}
{{- printf "https://%s" (include "isotherm.publicHost" .) -}}
{{- else -}}
http://localhost:8080
{{- end -}}
{{- end -}}

{{/* The host name of a URL, without its port: include "isotherm.hostOf" "https://example.org:8443/" */}}
{{- define "isotherm.hostOf" -}}
{{- regexReplaceAll "^https?://([^:/]+).*$" . "${1}" -}}
{{- end -}}

{{/* Whether people reach it by port-forward only. */}}
{{- define "isotherm.isLocal" -}}
{{- if not (or .Values.publicUrl (include "isotherm.publicHost" .)) -}}true{{- end -}}
{{- end -}}

{{/* Keycloak's address as browsers see it; the path is built into the image. */}}
{{- define "isotherm.keycloakUrl" -}}
{{- if .Values.keycloak.publicUrl -}}
{{- trimSuffix "/" .Values.keycloak.publicUrl -}}
{{- else if include "isotherm.isLocal" . -}}
http://localhost:8081/idp
{{- else -}}
{{- printf "%s/idp" (include "isotherm.publicUrl" .) -}}
{{- end -}}
{{- end -}}

{{/* `iss` of the tokens. */}}
{{- define "isotherm.issuer" -}}
{{- if .Values.keycloak.enabled -}}
{{- printf "%s/realms/%s" (include "isotherm.keycloakUrl" .) .Values.keycloak.realm -}}
{{- else -}}
{{- .Values.keycloak.external.issuer | trimSuffix "/" -}}
{{- end -}}
{{- end -}}

{{/* The base URL of Keycloak for parts in the cluster. */}}
{{- define "isotherm.keycloakInternalUrl" -}}
{{- if .Values.keycloak.enabled -}}
{{- printf "http://%s:8080/idp" (include "isotherm.nameOf" (list . "keycloak")) -}}
{{- else -}}
{{- regexReplaceAll "/realms/[^/]+$" (include "isotherm.internalIssuer" .) "" -}}
{{- end -}}
{{- end -}}

{{/* The realm for parts in the cluster. */}}
{{- define "isotherm.internalIssuer" -}}
{{- if .Values.keycloak.enabled -}}
{{- printf "%s/realms/%s" (include "isotherm.keycloakInternalUrl" .) .Values.keycloak.realm -}}
{{- else -}}
{{- .Values.keycloak.external.internalIssuer | default (include "isotherm.issuer" .) | trimSuffix "/" -}}
{{- end -}}
{{- end -}}

{{/* Host and port of PostgreSQL. */}}
{{- define "isotherm.databaseHost" -}}
{{- if not .Values.postgresql.enabled -}}
{{- .Values.postgresql.external.host -}}
{{- else if .Values.postgresql.cloudnativepg.enabled -}}
{{- printf "%s-rw" (include "isotherm.nameOf" (list . "postgresql")) -}}
{{- else -}}
{{- include "isotherm.nameOf" (list . "postgresql") -}}
{{- end -}}
{{- end -}}
{{- define "isotherm.databasePort" -}}
{{- if .Values.postgresql.enabled -}}5432{{- else -}}{{- .Values.postgresql.external.port | int -}}{{- end -}}
{{- end -}}

{{/* The name of the database of readings. */}}
{{- define "isotherm.databaseName" -}}
{{- ternary "isotherm" .Values.postgresql.external.database .Values.postgresql.enabled -}}
{{- end -}}

{{/* The DSN of a login, without its password, which PGPASSWORD holds: include "isotherm.databaseUrl" (list . "isotherm_api_login") */}}
{{- define "isotherm.databaseUrl" -}}
{{- include "isotherm.databaseUrlOf" (append . (include "isotherm.databaseName" (first .))) -}}
{{- end -}}

{{/* The same for a database of another name: include "isotherm.databaseUrlOf" (list . "postgres" "postgres") */}}
{{- define "isotherm.databaseUrlOf" -}}
{{- $root := index . 0 -}}
{{- $query := ternary "" $root.Values.postgresql.external.parameters $root.Values.postgresql.enabled -}}
{{- printf "postgresql://%s@%s:%s/%s" (index . 1) (include "isotherm.databaseHost" $root) (include "isotherm.databasePort" $root) (index . 2) -}}
{{- with $query -}}{{- printf "?%s" . -}}{{- end -}}
{{- end -}}

{{/* The DSN of who may make databases and logins; its password is the key `postgres`. */}}
{{- define "isotherm.adminDatabaseUrl" -}}
{{- $user := .Values.postgresql.enabled | ternary "postgres" (dig "administrator" "" .Values.postgresql.external) -}}
{{- include "isotherm.databaseUrlOf" (list . $user "postgres") -}}
{{- end -}}

{{/* Host and port of the broker for our own parts. */}}
{{- define "isotherm.brokerHost" -}}
{{- if .Values.mosquitto.enabled -}}
{{- include "isotherm.nameOf" (list . "mosquitto") -}}
{{- else -}}
{{- .Values.mosquitto.external.host -}}
{{- end -}}
{{- end -}}
{{- define "isotherm.brokerPort" -}}
{{- if .Values.mosquitto.enabled -}}1884{{- else -}}{{- .Values.mosquitto.external.port | int -}}{{- end -}}
{{- end -}}

{{/* The broker's host as devices reach it; pages print it. */}}
{{- define "isotherm.mqttPublicHost" -}}
{{- .Values.mosquitto.public.host | default (include "isotherm.publicHost" .) | default "localhost" -}}
{{- end -}}
