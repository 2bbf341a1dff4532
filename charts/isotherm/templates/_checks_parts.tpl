{{/*
Values of the bundled parts that contradict each other or what is in the cluster. Each line is a fault with its cure.
What is in the cluster is known to `helm install` and `helm upgrade` only.
*/}}

{{- define "isotherm.check.parts" -}}
{{- range list "operators" "tls" "queue" "memory" "outside" "realm" "volumes" }}
{{ include (printf "isotherm.check.parts.%s" .) $ }}
{{- end }}
{{- end -}}

{{/* Operators whose kinds are used. */}}
{{- define "isotherm.check.parts.operators" -}}
{{- if and .Values.postgresql.enabled .Values.postgresql.cloudnativepg.enabled }}
{{- if not (.Capabilities.APIVersions.Has "postgresql.cnpg.io/v1") }}
postgresql.cloudnativepg.enabled is on, but the cluster has no CloudNativePG: install its operator first (when only rendering, add --api-versions postgresql.cnpg.io/v1)
{{- end }}
{{- if and .Values.postgresql.existingSecret (not .Values.postgresql.cloudnativepg.superuserSecret) }}
postgresql.existingSecret is set with CloudNativePG: set postgresql.cloudnativepg.superuserSecret too, a Secret with username and password
{{- end }}
{{- if .Values.postgresql.persistence.existingClaim }}
postgresql.persistence.existingClaim is for the StatefulSet: CloudNativePG makes claims of its own
{{- end }}
{{- if and .Values.postgresql.cloudnativepg.podMonitor (not (.Capabilities.APIVersions.Has "monitoring.coreos.com/v1")) }}
postgresql.cloudnativepg.podMonitor is on, but the cluster has no Prometheus operator: install it first (when only rendering, add --api-versions monitoring.coreos.com/v1)
{{- end }}
{{- end }}
{{- if include "isotherm.keycloak.isOperated" . }}
{{- if not (.Capabilities.APIVersions.Has "k8s.keycloak.org/v2alpha1") }}
keycloak.operator.enabled is on, but the cluster has no Keycloak operator: install it first (when only rendering, add --api-versions k8s.keycloak.org/v2alpha1)
{{- end }}
{{- if and .Values.keycloak.existingSecret (not .Values.keycloak.operator.secret) }}
keycloak.existingSecret is set with Keycloak's operator: set keycloak.operator.secret too, a Secret with username, password and database-username
{{- end }}
{{- end }}
{{- end -}}

{{/* The broker's certificate. */}}
{{- define "isotherm.check.parts.tls" -}}
{{- $tls := .Values.mosquitto.tls -}}
{{- if .Values.mosquitto.enabled }}
{{- if $tls.enabled }}
{{- if and $tls.existingSecret $tls.certificate.enabled }}
mosquitto.tls.existingSecret and mosquitto.tls.certificate.enabled are both set: leave one out
{{- else if not (or $tls.existingSecret $tls.certificate.enabled) }}
mosquitto.tls.enabled is on without a certificate: set mosquitto.tls.existingSecret, or mosquitto.tls.certificate for cert-manager
{{- end }}
{{- if and $tls.certificate.enabled (not $tls.certificate.issuerRef) }}
mosquitto.tls.certificate.enabled is on: set mosquitto.tls.certificate.issuerRef, such as {name: letsencrypt, kind: ClusterIssuer}
{{- end }}
{{- if and $tls.certificate.enabled (not $tls.certificate.dnsNames) (not $tls.certificate.ipAddresses) (eq "localhost" (include "isotherm.mqttPublicHost" .)) }}
mosquitto.tls.certificate.enabled is on, but the broker has no name for devices: set mosquitto.public.host, or mosquitto.tls.certificate.dnsNames
{{- end }}
{{- if and $tls.certificate.enabled (not (.Capabilities.APIVersions.Has "cert-manager.io/v1")) }}
mosquitto.tls.certificate.enabled is on, but the cluster has no cert-manager: install it first (when only rendering, add --api-versions cert-manager.io/v1)
{{- end }}
{{- else }}
{{- if or $tls.existingSecret $tls.certificate.enabled }}
the broker has a certificate, but mosquitto.tls.enabled is off: switch it on
{{- end }}
{{- if not .Values.mosquitto.service.plain }}
mosquitto.service.plain is off and mosquitto.tls.enabled too, so no device could connect: switch one on
{{- end }}
{{- end }}
{{- if regexMatch "(?m)^\\s*(acl_file|password_file|allow_anonymous|per_listener_settings|auth_plugin|plugin)\\b" (.Values.mosquitto.extraConfiguration | default "") }}
mosquitto.extraConfiguration must not give rights (acl_file, password_file, allow_anonymous, plugin …): devices could then read and write as others
{{- end }}
{{- if regexMatch "(?m)^\\s*(listener|persistence_location|autosave_interval|max_queued_messages|max_queued_bytes)\\b" (.Values.mosquitto.extraConfiguration | default "") }}
mosquitto.extraConfiguration repeats what the chart sets (listeners, persistence, the queue): use mosquitto.queue, mosquitto.tls and mosquitto.persistence
{{- end }}
{{- end }}
{{- end -}}

{{/* Whether the queue fits into memory and onto the volume. */}}
{{- define "isotherm.check.parts.queue" -}}
{{- with .Values.mosquitto }}
{{- if .enabled }}
{{- $content := include "isotherm.mebibytes" .queue.size | int64 -}}
{{- $full := add $content (div (mul 360 (int64 .queue.messages)) 1048576) 64 -}}
{{- with include "isotherm.memoryOf" .resources }}
{{- if gt $full (int64 .) }}
a full queue of the broker needs {{ $full }} MiB of memory, and mosquitto.resources give it {{ . }} MiB: raise limits.memory, or lower mosquitto.queue.messages or .size
{{- end }}
{{- end }}
{{- $written := mul 3 (add $content (div (mul 200 (int64 .queue.messages)) 1048576)) -}}
{{- if and (not .persistence.existingClaim) (gt $written (include "isotherm.mebibytes" .persistence.size | int64)) }}
a full queue of the broker is written beside the last one and needs {{ $written }} MiB: raise mosquitto.persistence.size, or lower mosquitto.queue.messages or .size
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Memory of PostgreSQL and Keycloak. */}}
{{- define "isotherm.check.parts.memory" -}}
{{- if .Values.postgresql.enabled }}
{{- with include "isotherm.memoryOf" .Values.postgresql.resources }}
{{- if lt (int64 .) 256 }}
postgresql.resources leave {{ . }} MiB of memory: give it 256 MiB or more
{{- end }}
{{- end }}
{{- end }}
{{- if include "isotherm.keycloak.isOwn" . }}
{{- with include "isotherm.memoryOf" .Values.keycloak.resources }}
{{- if lt (int64 .) 512 }}
keycloak.resources leave {{ . }} MiB of memory: give it 512 MiB or more
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Parts that are somebody else's. */}}
{{- define "isotherm.check.parts.outside" -}}
{{- with .Values.postgresql }}
{{- if and (not .enabled) .external.caSecret (regexMatch "ssl(mode|rootcert)=" (.external.parameters | default "")) }}
postgresql.external.caSecret sets sslmode and sslrootcert: leave them out of postgresql.external.parameters
{{- end }}
{{- if and (not .enabled) (regexMatch "(^|&)(ssl)?password=" (.external.parameters | default "")) }}
postgresql.external.parameters holds a password, which everybody who may read ConfigMaps could read: put it into the Secret postgresql.external.existingSecret
{{- end }}
{{- if and (not .enabled) .cloudnativepg.enabled }}
postgresql.cloudnativepg.enabled is on, but postgresql.enabled is off: switch it on, or CloudNativePG off
{{- end }}
{{- if and .enabled .external.host }}
postgresql.external.host is set, but postgresql.enabled is on: switch it off to use the database outside
{{- end }}
{{- end }}
{{- with .Values.mosquitto }}
{{- if and .enabled .external.host }}
mosquitto.external.host is set, but mosquitto.enabled is on: switch it off to use the broker outside
{{- end }}
{{- end }}
{{- with .Values.keycloak }}
{{- if and .enabled .external.issuer }}
keycloak.external.issuer is set, but keycloak.enabled is on: switch it off to use the Keycloak outside
{{- end }}
{{- if and .enabled $.Values.postgresql.enabled (or (ne "keycloak" .database) (ne "keycloak" .databaseUser)) }}
keycloak.database and keycloak.databaseUser name those of a database outside; the bundled one has keycloak for both: leave them out
{{- end }}
{{- if and (not .enabled) .operator.enabled }}
keycloak.operator.enabled is on, but keycloak.enabled is off: switch it on, or the operator off
{{- end }}
{{- range list .external.issuer .external.internalIssuer | compact }}
{{- if not (regexMatch "^https?://[^?#@]+/realms/[^/?#]+/?$" .) }}
the issuer {{ . | quote }} has to end in /realms/ and the realm's name, such as https://sso.example.org/realms/isotherm
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Who makes the realm. */}}
{{- define "isotherm.check.parts.realm" -}}
{{- $admin := .Values.keycloak.external.admin -}}
{{- if and .Values.realm.enabled (not .Values.keycloak.enabled) }}
{{- if not (and $admin.existingSecret (or $admin.clientId $admin.username)) }}
the realm of a Keycloak outside is to be made: set keycloak.external.admin (clientId or username, and existingSecret), or switch realm.enabled off and make it yourself
{{- else if and $admin.clientId $admin.username }}
keycloak.external.admin has both clientId and username: leave one out
{{- end }}
{{- end }}
{{- end -}}

{{/* What a StatefulSet's volumes cannot become by an upgrade. */}}
{{- define "isotherm.check.parts.volumes" -}}
{{- range list "mosquitto" "postgresql" "loki" "grafana" "prometheus" "simulator" }}
{{- $name := include "isotherm.nameOf" (list $ .) -}}
{{- $values := index $.Values . -}}
{{- $size := dig "persistence" "size" "" $values -}}
{{- if and $values.enabled $size (not (dig "persistence" "existingClaim" "" $values)) -}}
{{- range dig "spec" "volumeClaimTemplates" list (lookup "apps/v1" "StatefulSet" $.Release.Namespace $name) }}
{{- $present := .spec.resources.requests.storage -}}
{{- if gt (include "isotherm.mebibytes" $present | int64) (include "isotherm.mebibytes" $size | int64) }}
a volume cannot shrink: {{ $name }} has {{ $present }}, so set its persistence.size to that
{{- else if lt (include "isotherm.mebibytes" $present | int64) (include "isotherm.mebibytes" $size | int64) }}
a StatefulSet's volume cannot be changed by an upgrade: {{ $name }} has {{ $present }}. To grow it to {{ $size }}, run `kubectl -n {{ $.Release.Namespace }} patch pvc {{ .metadata.name }}-{{ $name }}-0 -p '{"spec":{"resources":{"requests":{"storage":"{{ $size }}"}}}}'`, then `kubectl -n {{ $.Release.Namespace }} delete statefulset {{ $name }} --cascade=orphan`, and upgrade again
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
