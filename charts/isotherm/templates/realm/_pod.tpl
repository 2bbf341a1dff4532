{{/* Who administers the realm: the bundled Keycloak's first administrator, or whom the values name. */}}
{{- define "isotherm.realm.admin" -}}
{{- if .Values.keycloak.enabled }}
- name: ISOTHERM_KEYCLOAK_ADMIN_USERNAME
  value: admin
{{ include "isotherm.secretEnv" (list "ISOTHERM_KEYCLOAK_ADMIN_PASSWORD" (include "isotherm.keycloakSecret" .) "admin") }}
{{- else }}
{{- with .Values.keycloak.external.admin }}
{{- if .clientId }}
- name: ISOTHERM_KEYCLOAK_ADMIN_CLIENT_ID
  value: {{ .clientId | quote }}
{{ include "isotherm.secretEnv" (list "ISOTHERM_KEYCLOAK_ADMIN_CLIENT_SECRET" .existingSecret "client-secret") }}
{{- else }}
- name: ISOTHERM_KEYCLOAK_ADMIN_USERNAME
  value: {{ .username | quote }}
{{ include "isotherm.secretEnv" (list "ISOTHERM_KEYCLOAK_ADMIN_PASSWORD" .existingSecret "password") }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* A container of the Job: include "isotherm.realm.container" (list . "apply" name) */}}
{{- define "isotherm.realm.container" -}}
{{- $root := index . 0 -}}
{{- $values := $root.Values.realm -}}
- name: {{ index . 2 }}
  image: {{ include "isotherm.image" (list $root "migrate") }}
  imagePullPolicy: {{ $root.Values.image.pullPolicy }}
  command: [isotherm-realm, {{ index . 1 }}]
  env:
    - name: ISOTHERM_KEYCLOAK_URL
      value: {{ include "isotherm.keycloakInternalUrl" $root | quote }}
    - name: ISOTHERM_KEYCLOAK_ADMIN_REALM
      value: {{ $root.Values.keycloak.enabled | ternary "master" $root.Values.keycloak.external.admin.realm | quote }}
    {{- include "isotherm.realm.admin" $root | trim | nindent 4 }}
    - name: ISOTHERM_REALM
      value: {{ include "isotherm.realmName" $root | quote }}
    - name: ISOTHERM_PUBLIC_URL
      value: {{ include "isotherm.publicUrl" $root | quote }}
    - name: ISOTHERM_SSL_REQUIRED
      value: {{ $values.sslRequired }}
    {{- with $values.loginTheme }}
    - name: ISOTHERM_LOGIN_THEME
      value: {{ . | quote }}
    {{- end }}
    {{- if $values.shared }}
    - name: ISOTHERM_REALM_SHARED
      value: "true"
    {{- end }}
    {{- if not $root.Values.keycloak.enabled }}
    {{- with $root.Values.keycloak.external.ca }}
    - name: ISOTHERM_KEYCLOAK_CA
      value: {{ . | quote }}
    {{- end }}
    {{- end }}
    {{- include "isotherm.secretEnv" (list "ISOTHERM_OIDC_CLIENT_SECRET" (include "isotherm.appSecret" $root) "web-client-secret") | nindent 4 }}
    {{- include "isotherm.secretEnv" (list "ISOTHERM_OIDC_LOOKUP_CLIENT_SECRET" (include "isotherm.appSecret" $root) "lookup-client-secret") | nindent 4 }}
    {{- if $root.Values.grafana.enabled }}
    - name: ISOTHERM_GRAFANA_URL
      value: {{ include "isotherm.grafanaUrl" $root | quote }}
    {{- include "isotherm.secretEnv" (list "ISOTHERM_GRAFANA_CLIENT_SECRET" (include "isotherm.appSecret" $root) "grafana-client-secret") | nindent 4 }}
    {{- end }}
    {{- if eq "administrator" (index . 1) }}
    - name: ISOTHERM_ADMINISTRATOR_USERNAME
      value: {{ $values.administrator.username | quote }}
    {{- with $values.administrator.email }}
    - name: ISOTHERM_ADMINISTRATOR_EMAIL
      value: {{ . | quote }}
    {{- end }}
    {{- include "isotherm.secretEnv" (list "ISOTHERM_ADMINISTRATOR_PASSWORD" (include "isotherm.keycloakSecret" $root) "administrator") | nindent 4 }}
    {{- end }}
    {{- with $values.extraEnv }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  securityContext:
    {{- include "isotherm.containerSecurity" $root | nindent 4 }}
  resources:
    {{- toYaml $values.resources | nindent 4 }}
  volumeMounts:
    - { name: tmp, mountPath: /tmp }
{{- end -}}

{{/* The pod that describes the realm to Keycloak; the Job's name carries a hash of it, as a Job cannot be changed. */}}
{{- define "isotherm.realm.pod" -}}
{{- $values := .Values.realm -}}
metadata:
  labels:
    {{- include "isotherm.labels" . | nindent 4 }}
  annotations:
    checksum/secrets: {{ list (include "isotherm.secretChecksum" (list . "app" (include "isotherm.appSecret" .))) (include "isotherm.secretChecksum" (list . "keycloak" (include "isotherm.keycloakSecret" .))) | join "" | sha256sum }}
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
  {{- if $values.administrator.create }}
  initContainers:
    {{- include "isotherm.realm.container" (list . "apply" "apply") | nindent 4 }}
  containers:
    # makes the first person who may do everything, if there is none
    {{- include "isotherm.realm.container" (list . "administrator" "realm") | nindent 4 }}
  {{- else }}
  containers:
    {{- include "isotherm.realm.container" (list . "apply" "realm") | nindent 4 }}
  {{- end }}
  volumes:
    - name: tmp
      emptyDir: { sizeLimit: 64Mi }
{{- end -}}
