{{/* Whether databases and logins are made: a database of somebody else may have them already. */}}
{{- define "isotherm.migrate.bootstraps" -}}
{{- if or .Values.postgresql.enabled (dig "administrator" "" .Values.postgresql.external) -}}true{{- end -}}
{{- end -}}

{{/* The pod of the migration; the Job's name carries a hash of it, as a Job cannot be changed. */}}
{{- define "isotherm.migrate.pod" -}}
{{- $values := .Values.migrate -}}
{{- $secret := include "isotherm.databaseSecret" . -}}
metadata:
  labels:
    {{- include "isotherm.labels" . | nindent 4 }}
  annotations:
    checksum/secrets: {{ include "isotherm.secretChecksum" (list . "postgresql" $secret) }}
    {{- with $values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  restartPolicy: OnFailure
  serviceAccountName: {{ include "isotherm.name" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  securityContext:
    {{- include "isotherm.podSecurity" 10001 | nindent 4 }}
  {{- include "isotherm.pullSecrets" . | nindent 2 }}
  {{- include "isotherm.placement" (list . $values) | nindent 2 }}
  {{- if include "isotherm.migrate.bootstraps" . }}
  initContainers:
    - name: bootstrap
      image: {{ include "isotherm.image" (list . "migrate") }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      command: [isotherm-migrate, bootstrap]
      env:
        - name: ISOTHERM_ADMIN_DATABASE_URL
          value: {{ include "isotherm.adminDatabaseUrl" . | quote }}
        - name: ISOTHERM_DATABASE_NAME
          value: {{ include "isotherm.databaseName" . | quote }}
        {{- include "isotherm.secretEnv" (list "PGPASSWORD" $secret "postgres") | nindent 8 }}
        {{- range list "owner" "ingest" "worker" "api" }}
        {{- include "isotherm.secretEnv" (list (printf "ISOTHERM_%s_PASSWORD" (upper .)) $secret .) | nindent 8 }}
        {{- end }}
        # an existing Secret may lack the logins of parts that are not used
        {{- range list "grafana" "keycloak" }}
        - name: ISOTHERM_{{ upper . }}_PASSWORD
          valueFrom:
            secretKeyRef: { name: {{ $secret }}, key: {{ . }}, optional: true }
        {{- end }}
        {{- with $values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      securityContext:
        {{- include "isotherm.containerSecurity" . | nindent 8 }}
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      volumeMounts:
        - { name: tmp, mountPath: /tmp }
        {{- include "isotherm.databaseCaMount" . | nindent 8 }}
  {{- end }}
  containers:
    - name: migrate
      image: {{ include "isotherm.image" (list . "migrate") }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      command: [isotherm-migrate, upgrade]
      env:
        - name: ISOTHERM_DATABASE_URL
          value: {{ include "isotherm.databaseUrl" (list . "isotherm_owner") | quote }}
        {{- include "isotherm.secretEnv" (list "PGPASSWORD" $secret "owner") | nindent 8 }}
        {{- with $values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      securityContext:
        {{- include "isotherm.containerSecurity" . | nindent 8 }}
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      volumeMounts:
        - { name: tmp, mountPath: /tmp }
        {{- include "isotherm.databaseCaMount" . | nindent 8 }}
  volumes:
    - name: tmp
      emptyDir: { sizeLimit: 64Mi }
    {{- include "isotherm.databaseCaVolume" . | nindent 4 }}
{{- end -}}
