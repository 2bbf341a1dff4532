{{/* What the pods of backup and restore have in common. */}}

{{/* Settings: include "isotherm.backup.settings" . */}}
{{- define "isotherm.backup.settings" -}}
{{- $secrets := include "isotherm.databaseSecret" . -}}
ISOTHERM_LOG_LEVEL: {{ .Values.logLevel }}
ISOTHERM_BACKUP_FOLDER: /backup
ISOTHERM_BACKUP_TOOLS: pod:/run/isotherm
ISOTHERM_DATABASE_URL: {{ include "isotherm.databaseUrl" (list . "isotherm_owner") | quote }}
ISOTHERM_DATABASE_PASSWORD_FILE: /secrets/{{ $secrets }}/owner
{{- if .Values.keycloak.enabled }}
ISOTHERM_KEYCLOAK_DATABASE_URL: {{ include "isotherm.databaseUrlOf" (list . .Values.keycloak.databaseUser .Values.keycloak.database) | quote }}
ISOTHERM_KEYCLOAK_DATABASE_PASSWORD_FILE: /secrets/{{ $secrets }}/keycloak
{{- end }}
{{- if .Values.backup.encryption.existingSecret }}
ISOTHERM_BACKUP_PASSPHRASE_FILE: /passphrase/passphrase
{{- end }}
{{- end -}}

{{/* The Secrets without which a restored database serves nobody: include "isotherm.backup.secrets" . | fromJsonArray */}}
{{- define "isotherm.backup.secrets" -}}
{{- $names := list (include "isotherm.appSecret" .) (include "isotherm.databaseSecret" .) (include "isotherm.brokerSecret" .) -}}
{{- if .Values.keycloak.enabled -}}
{{- $names = append $names (include "isotherm.keycloakSecret" .) -}}
{{- end -}}
{{- if .Values.grafana.enabled -}}
{{- $names = append $names (.Values.grafana.existingSecret | default (include "isotherm.nameOf" (list . "grafana"))) -}}
{{- end -}}
{{- uniq $names | toJson -}}
{{- end -}}

{{/* The sidecar that runs pg_dump and pg_restore of the server's own version. */}}
{{- define "isotherm.backup.tools" -}}
{{- $own := .Values.backup.image -}}
{{- $image := dict "repository" ($own.repository | default .Values.postgresql.image.repository) "tag" ($own.tag | default .Values.postgresql.image.tag) -}}
- name: tools
  image: {{ include "isotherm.foreignImage" $image }}
  imagePullPolicy: {{ .Values.postgresql.image.pullPolicy | default .Values.image.pullPolicy }}
  # serves until the other containers have ended
  restartPolicy: Always
  command: [sh, /etc/isotherm/tools/serve.sh, /run/isotherm]
  startupProbe:
    exec: { command: [test, -p, /run/isotherm/request] }
    periodSeconds: 1
    failureThreshold: 60
  securityContext:
    {{- include "isotherm.containerSecurity" . | nindent 4 }}
  resources:
    {{- toYaml .Values.backup.tools.resources | nindent 4 }}
  volumeMounts:
    - { name: tmp, mountPath: /tmp }
    - { name: run, mountPath: /run/isotherm }
    - { name: tools, mountPath: /etc/isotherm/tools, readOnly: true }
    - { name: backup, mountPath: /backup }
    {{- include "isotherm.databaseCaMount" . | trim | nindent 4 }}
{{- end -}}

{{/* The container of our program: include "isotherm.backup.program" (list . "backup" (list "make") env) */}}
{{- define "isotherm.backup.program" -}}
{{- $root := index . 0 -}}
- name: {{ index . 1 }}
  image: {{ include "isotherm.image" (list $root "migrate") }}
  imagePullPolicy: {{ $root.Values.image.pullPolicy }}
  command:
    - isotherm-backup
    {{- range index . 2 }}
    - {{ . }}
    {{- end }}
  envFrom:
    - configMapRef: { name: {{ include "isotherm.nameOf" (list $root "backup") }} }
  env:
    {{- include "isotherm.instance" $root | nindent 4 }}
    {{- index . 3 | nindent 4 }}
  # a failed job tells in its status what went wrong
  terminationMessagePolicy: FallbackToLogsOnError
  securityContext:
    {{- include "isotherm.containerSecurity" $root | nindent 4 }}
  resources:
    {{- toYaml $root.Values.backup.resources | nindent 4 }}
  volumeMounts:
    - { name: tmp, mountPath: /tmp }
    - { name: run, mountPath: /run/isotherm }
    - { name: backup, mountPath: /backup }
    {{- range include "isotherm.backup.secrets" $root | fromJsonArray }}
    - { name: secret-{{ . | sha256sum | trunc 8 }}, mountPath: {{ printf "/secrets/%s" . }}, readOnly: true }
    {{- end }}
    {{- if $root.Values.backup.encryption.existingSecret }}
    - { name: passphrase, mountPath: /passphrase, readOnly: true }
    {{- end }}
    {{- include "isotherm.databaseCaMount" $root | trim | nindent 4 }}
{{- end -}}

{{- define "isotherm.backup.volumes" -}}
{{- $values := .Values.backup -}}
- name: tmp
  emptyDir: { sizeLimit: 64Mi }
# requests to the sidecar, and its password file
- name: run
  emptyDir: { medium: Memory, sizeLimit: 16Mi }
{{- if $values.s3.enabled }}
- name: backup
  emptyDir: { sizeLimit: {{ $values.s3.scratchSize }} }
{{- else }}
- name: backup
  persistentVolumeClaim: { claimName: {{ $values.persistence.existingClaim | default (include "isotherm.nameOf" (list . "backup")) }} }
{{- end }}
{{- range include "isotherm.backup.secrets" . | fromJsonArray }}
- name: secret-{{ . | sha256sum | trunc 8 }}
  secret: { secretName: {{ . }}, defaultMode: 0440, optional: true }
{{- end }}
{{- with $values.encryption.existingSecret }}
- name: passphrase
  secret: { secretName: {{ . }}, defaultMode: 0440 }
{{- end }}
{{- include "isotherm.databaseCaVolume" . | trim | nindent 0 }}
{{- end -}}

{{/* The script of the sidecar. */}}
{{- define "isotherm.backup.toolsVolume" -}}
- name: tools
  configMap: { name: {{ include "isotherm.nameOf" (list . "backup") }}-tools }
{{- end -}}

{{/* A container that runs rclone: include "isotherm.backup.rclone" (list . name script) */}}
{{- define "isotherm.backup.rclone" -}}
{{- $root := index . 0 -}}
{{- $s3 := $root.Values.backup.s3 -}}
- name: {{ index . 1 }}
  image: {{ include "isotherm.foreignImage" $s3.image }}
  imagePullPolicy: {{ $root.Values.image.pullPolicy }}
  command: [sh, -euc]
  args:
    - {{ index . 2 | quote }}
  env:
    - name: RCLONE_CONFIG_STORE_TYPE
      value: s3
    - name: RCLONE_CONFIG_STORE_PROVIDER
      value: {{ $s3.provider | quote }}
    {{- with $s3.endpoint }}
    - name: RCLONE_CONFIG_STORE_ENDPOINT
      value: {{ . | quote }}
    {{- end }}
    {{- with $s3.region }}
    - name: RCLONE_CONFIG_STORE_REGION
      value: {{ . | quote }}
    {{- end }}
    - name: RCLONE_CONFIG_STORE_NO_CHECK_BUCKET
      value: "true"
    - name: RCLONE_CONFIG
      value: /tmp/rclone.conf
    {{- include "isotherm.secretEnv" (list "RCLONE_CONFIG_STORE_ACCESS_KEY_ID" $s3.existingSecret "access-key-id") | nindent 4 }}
    {{- include "isotherm.secretEnv" (list "RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY" $s3.existingSecret "secret-access-key") | nindent 4 }}
    - name: STORE
      value: {{ printf "store:%s/%s" $s3.bucket ($s3.prefix | default (include "isotherm.fullname" $root)) | quote }}
    - name: FROM
      value: {{ $root.Values.restore.from | quote }}
  terminationMessagePolicy: FallbackToLogsOnError
  securityContext:
    {{- include "isotherm.containerSecurity" $root | nindent 4 }}
  resources:
    {{- toYaml $s3.resources | nindent 4 }}
  volumeMounts:
    - { name: tmp, mountPath: /tmp }
    - { name: backup, mountPath: /backup }
{{- end -}}

{{/* The pod that lists what the volume holds; the Job's name carries a hash of it, as a Job cannot be changed. */}}
{{- define "isotherm.backup.lister" -}}
{{- $values := .Values.backup -}}
metadata:
  labels:
    {{- include "isotherm.labels" . | nindent 4 }}
  {{- with $values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  restartPolicy: Never
  serviceAccountName: {{ include "isotherm.name" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: 10
  securityContext:
    {{- include "isotherm.podSecurity" 10001 | nindent 4 }}
  {{- include "isotherm.pullSecrets" . | nindent 2 }}
  {{- include "isotherm.placement" (list . $values) | nindent 2 }}
  containers:
    {{- include "isotherm.backup.program" (list . "backup" (list "list") "") | nindent 4 }}
  volumes:
    {{- include "isotherm.backup.volumes" . | nindent 4 }}
{{- end -}}
