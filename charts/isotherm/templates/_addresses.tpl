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

{{/* The name of the realm. */}}
{{- define "isotherm.realmName" -}}
{{- .Values.keycloak.enabled | ternary .Values.keycloak.realm (regexFind "[^/]+$" (include "isotherm.issuer" .)) -}}
{{- end -}}

{{/* The Service of Keycloak; its operator names it. */}}
{{- define "isotherm.keycloakService" -}}
{{- include "isotherm.nameOf" (list . "keycloak") -}}
{{- if .Values.keycloak.operator.enabled -}}-service{{- end -}}
{{- end -}}

{{/* The Service of a component: include "isotherm.serviceOf" (list . "frontend") */}}
{{- define "isotherm.serviceOf" -}}
{{- if eq "keycloak" (last .) -}}
{{- include "isotherm.keycloakService" (first .) -}}
{{- else -}}
{{- include "isotherm.nameOf" . -}}
{{- end -}}
{{- end -}}

{{/* The labels of Keycloak's pods; its operator labels them in its own way. */}}
{{- define "isotherm.keycloakPods" -}}
{{- if .Values.keycloak.operator.enabled -}}
app: keycloak
app.kubernetes.io/managed-by: keycloak-operator
app.kubernetes.io/instance: {{ include "isotherm.nameOf" (list . "keycloak") }}
{{- else -}}
{{- include "isotherm.selectorOf" (list . "keycloak") -}}
{{- end -}}
{{- end -}}

{{/* The base URL of Keycloak for parts in the cluster. */}}
{{- define "isotherm.keycloakInternalUrl" -}}
{{- if .Values.keycloak.enabled -}}
{{- printf "http://%s:8080/idp" (include "isotherm.keycloakService" .) -}}
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
{{- $query := include "isotherm.databaseQuery" $root -}}
{{- printf "postgresql://%s@%s:%s/%s" (include "isotherm.urlPart" (index . 1)) (include "isotherm.databaseHost" $root) (include "isotherm.databasePort" $root) (include "isotherm.urlPart" (index . 2)) -}}
{{- with $query -}}{{- printf "?%s" . -}}{{- end -}}
{{- end -}}

{{/* A name inside a URL, such as that of a login called `admin@server`: include "isotherm.urlPart" "admin@server" */}}
{{- define "isotherm.urlPart" -}}
{{- urlquery . | replace "+" "%20" -}}
{{- end -}}

{{/* Parameters of connections to a database outside; its authority is mounted by "isotherm.databaseCaMount". */}}
{{- define "isotherm.databaseQuery" -}}
{{- with .Values.postgresql -}}
{{- if not .enabled -}}
{{- $ca := not (empty .external.caSecret) | ternary "sslmode=verify-full&sslrootcert=/etc/isotherm/database-ca/ca.crt" "" -}}
{{- list .external.parameters $ca | compact | join "&" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Whether connections to the database need a certificate of its authority. */}}
{{- define "isotherm.hasDatabaseCa" -}}
{{- if and (not .Values.postgresql.enabled) .Values.postgresql.external.caSecret -}}true{{- end -}}
{{- end -}}

{{/* The volume and the mount of that certificate, for every container that connects to the database. */}}
{{- define "isotherm.databaseCaVolume" -}}
{{- if include "isotherm.hasDatabaseCa" . }}
- name: database-ca
  secret: { secretName: {{ .Values.postgresql.external.caSecret }}, defaultMode: 0444 }
{{- end }}
{{- end -}}
{{- define "isotherm.databaseCaMount" -}}
{{- if include "isotherm.hasDatabaseCa" . }}
- { name: database-ca, mountPath: /etc/isotherm/database-ca, readOnly: true }
{{- end }}
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
{{- .Values.mosquitto.public.host | default (include "isotherm.hostOf" (include "isotherm.publicUrl" .)) -}}
{{- end -}}

{{/* The port for devices that use TLS; none if the broker has no certificate. */}}
{{- define "isotherm.mqttPublicTlsPort" -}}
{{- with .Values.mosquitto.public.tlsPort -}}
{{- int . -}}
{{- else -}}
{{- if and .Values.mosquitto.enabled .Values.mosquitto.tls.enabled -}}8883{{- end -}}
{{- end -}}
{{- end -}}
