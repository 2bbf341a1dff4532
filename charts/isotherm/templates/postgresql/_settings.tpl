{{/* Whether the database is our own StatefulSet. */}}
{{- define "isotherm.postgresql.isOwn" -}}
{{- if and .Values.postgresql.enabled (not .Values.postgresql.cloudnativepg.enabled) -}}true{{- end -}}
{{- end -}}

{{/*
Connections that the parts may open: their pools and single connections, twice, as a new pod may start before the old
one ends. Rounded up to hundreds, so that the database does not restart whenever a part is scaled.
*/}}
{{- define "isotherm.postgresql.maxConnections" -}}
{{- $values := .Values -}}
{{- $most := dict -}}
{{- range list "ingest" "api" -}}
{{- $part := index $values . -}}
{{- $_ := set $most . ($part.autoscaling.enabled | ternary $part.autoscaling.maxReplicas $part.replicas | int) -}}
{{- end -}}
{{- $ingest := mul 7 $most.ingest -}}
{{- $api := mul (add 4 $values.api.databasePool) $most.api 2 -}}
{{- $worker := mul 15 $values.worker.replicas 2 -}}
{{- $keycloak := $values.keycloak.enabled | ternary (mul $values.keycloak.databasePool $values.keycloak.replicas 2) 0 -}}
{{- $others := 30 -}}
{{- mul 100 (add1 (div (sub (add $ingest $api $worker $keycloak $others) 1) 100)) -}}
{{- end -}}

{{/* postgresql.conf, with sizes for the container's memory; the same file starts the database of `make up`. */}}
{{- define "isotherm.postgresql.conf" -}}
{{- $values := .Values.postgresql -}}
{{- $memory := include "isotherm.memoryOf" $values.resources | default 1024 | int64 -}}
{{- $connections := $values.maxConnections | default (include "isotherm.postgresql.maxConnections" .) | int64 -}}
{{- include "isotherm.fill" (list (.Files.Get "files/postgresql.conf") (dict
  "max_connections" $connections
  "shared_buffers" (printf "'%dMB'" (max 32 (div $memory 4)))
  "effective_cache_size" (printf "'%dMB'" (max 64 (div (mul $memory 5) 8)))
  "work_mem" (printf "'%dMB'" (max 2 (div $memory $connections)))
  "maintenance_work_mem" (printf "'%dMB'" (min 1024 (max 32 (div $memory 16))))
  "max_wal_size" (printf "'%dMB'" (int64 (include "isotherm.postgresql.maxWal" .)))
)) -}}
{{- with $values.parameters }}
# of the values
{{ range $name, $setting := . -}}
{{- /* a large number of a file would be written like 2e+08 */ -}}
{{- if and (kindIs "float64" $setting) (eq $setting (floor $setting)) }}{{ $setting = int64 $setting }}{{ end -}}
{{ $name }} = '{{ toString $setting | replace "'" "''" }}'
{{ end -}}
{{- end -}}
{{- end -}}

{{/* How much WAL may gather between checkpoints, in MiB: a quarter of the volume, and 2 GiB at most. */}}
{{- define "isotherm.postgresql.maxWal" -}}
{{- $size := .Values.postgresql.persistence.size -}}
{{- min 2048 (max 256 (div (include "isotherm.mebibytes" $size) 4)) -}}
{{- end -}}

{{/* The settings as a map of texts, for an operator: include "isotherm.postgresql.parameters" . | fromYaml */}}
{{- define "isotherm.postgresql.parameters" -}}
{{- range include "isotherm.postgresql.conf" . | splitList "\n" -}}
{{- if regexMatch "^[a-z_.]+ = " . }}
{{ regexFind "^[a-z_.]+" . }}: {{ regexReplaceAll "^[a-z_.]+ = " . "" | trimPrefix "'" | trimSuffix "'" | replace "''" "'" | quote }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What the container that prepares and the one that serves share. */}}
{{- define "isotherm.postgresql.env" -}}
# in a folder of the volume, which may hold lost+found; and images of 18 and before have different defaults
- name: PGDATA
  value: /data/pgdata
- name: POSTGRES_PASSWORD_FILE
  value: /run/secrets/isotherm/postgres
{{- end -}}
{{- define "isotherm.postgresql.mounts" -}}
- { name: configuration, mountPath: /etc/isotherm/postgresql, readOnly: true }
- { name: password, mountPath: /run/secrets/isotherm, readOnly: true }
- { name: data, mountPath: /data }
- { name: run, mountPath: /var/run/postgresql }
- { name: memory, mountPath: /dev/shm }
- { name: tmp, mountPath: /tmp }
{{- end -}}

{{/* The Secret from which CloudNativePG takes the superuser's name and password. */}}
{{- define "isotherm.postgresql.superuserSecret" -}}
{{- .Values.postgresql.cloudnativepg.superuserSecret | default (printf "%s-superuser" (include "isotherm.nameOf" (list . "postgresql"))) -}}
{{- end -}}
