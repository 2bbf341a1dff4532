{{/*
What our own parts have in common: settings, passwords, and waiting for the schema.
*/}}

{{/* Settings of every part of ours: its level of logs, its port of metrics, and traces. */}}
{{- define "isotherm.settings" -}}
ISOTHERM_LOG_LEVEL: {{ .Values.logLevel }}
ISOTHERM_MANAGEMENT_HOST: 0.0.0.0
ISOTHERM_MANAGEMENT_PORT: "9090"
{{- with .Values.telemetry }}
{{- if .otlpEndpoint }}
ISOTHERM_OTLP_ENDPOINT: {{ .otlpEndpoint | quote }}
ISOTHERM_TRACE_RATIO: {{ .traceRatio | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Settings of every Python part: its login at the database, and logs. include "isotherm.pythonSettings" (list . "api") */}}
{{- define "isotherm.pythonSettings" -}}
{{- $root := first . -}}
{{ include "isotherm.settings" $root }}
ISOTHERM_DATABASE_URL: {{ include "isotherm.databaseUrl" (list $root (printf "isotherm_%s_login" (last .))) | quote }}
{{- with include "isotherm.lokiUrl" $root }}
ISOTHERM_LOKI_URL: {{ . | quote }}
{{- end }}
{{- end -}}

{{/* Settings of a part that connects to the broker: include "isotherm.brokerSettings" (list . "ingest") */}}
{{- define "isotherm.brokerSettings" -}}
{{- $root := first . -}}
{{- $external := $root.Values.mosquitto.external -}}
ISOTHERM_MQTT_HOST: {{ include "isotherm.brokerHost" $root | quote }}
ISOTHERM_MQTT_PORT: {{ include "isotherm.brokerPort" $root | quote }}
ISOTHERM_MQTT_USERNAME: {{ printf "service:%s" (last .) | quote }}
{{- if and (not $root.Values.mosquitto.enabled) $external.tls }}
ISOTHERM_MQTT_TLS: "true"
{{- with $external.ca }}
ISOTHERM_MQTT_CA: {{ . | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Environment of a Python part: its name, and its password at the database. include "isotherm.pythonEnv" (list . "api") */}}
{{- define "isotherm.pythonEnv" -}}
{{ include "isotherm.instance" (first .) }}
{{ include "isotherm.secretEnv" (list "PGPASSWORD" (include "isotherm.databaseSecret" (first .)) (last .)) }}
{{- end -}}

{{/* Whether worker administers the broker's accounts: `mosquitto` or `none`. */}}
{{- define "isotherm.brokerAdmin" -}}
{{- if .Values.mosquitto.enabled -}}
mosquitto
{{- else -}}
{{- .Values.mosquitto.external.admin | default "none" -}}
{{- end -}}
{{- end -}}

{{/* Pods roll when their ConfigMap or a password in one of these Secrets changes: include "isotherm.rolls" (list . (list "app" "postgresql")) */}}
{{- define "isotherm.rolls" -}}
{{- $root := first . -}}
{{- $secrets := list -}}
{{- $names := dict "app" "isotherm.appSecret" "postgresql" "isotherm.databaseSecret" "mosquitto" "isotherm.brokerSecret" -}}
{{- range last . -}}
{{- $secrets = append $secrets (include "isotherm.secretChecksum" (list $root . (include (get $names .) $root))) -}}
{{- end -}}
{{ include "isotherm.checksum" (list $root (printf "%s/configmap.yaml" (include "isotherm.component" $root))) }}
checksum/secrets: {{ join "" $secrets | sha256sum }}
{{- end -}}

{{/* The init container that waits for the schema, with this part's image and login. */}}
{{- define "isotherm.waitForSchema" -}}
{{- $component := include "isotherm.component" . -}}
- name: wait
  image: {{ include "isotherm.image" (list . $component) }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  command: [isotherm-wait, schema]
  envFrom:
    - configMapRef: { name: {{ include "isotherm.name" . }} }
  env:
    {{- include "isotherm.pythonEnv" (list . $component) | nindent 4 }}
  securityContext:
    {{- include "isotherm.containerSecurity" . | nindent 4 }}
  resources:
    requests: { cpu: 10m, memory: 64Mi }
    limits: { cpu: "1", memory: 256Mi }
  volumeMounts:
    - { name: tmp, mountPath: /tmp }
    {{- include "isotherm.databaseCaMount" . | nindent 4 }}
{{- end -}}

{{/* A HorizontalPodAutoscaler by CPU of this component's Deployment. */}}
{{- define "isotherm.cpuAutoscaler" -}}
{{- $scaling := (index .Values (include "isotherm.component" .)).autoscaling -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ include "isotherm.name" . }}
  labels:
    {{- include "isotherm.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "isotherm.name" . }}
  minReplicas: {{ $scaling.minReplicas }}
  maxReplicas: {{ $scaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: { type: Utilization, averageUtilization: {{ $scaling.targetCPU }} }
{{- end -}}

{{/* A PodDisruptionBudget that lets one pod of this component go at a time, so that a node can be drained. */}}
{{- define "isotherm.disruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "isotherm.name" . }}
  labels:
    {{- include "isotherm.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "isotherm.selectorLabels" . | nindent 6 }}
{{- end -}}

{{/* A ServiceAccount without rights and without a token. */}}
{{- define "isotherm.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "isotherm.name" . }}
  labels:
    {{- include "isotherm.labels" . | nindent 4 }}
automountServiceAccountToken: false
{{- end -}}

{{/* The name of the PriorityClass of what stores readings, or nothing. */}}
{{- define "isotherm.priorityClass" -}}
{{- if .Values.priorityClass.name -}}
{{- .Values.priorityClass.name -}}
{{- else if .Values.priorityClass.create -}}
{{- /* of the whole cluster: a dot, which no namespace has, keeps two releases apart; `system-` is Kubernetes' own */ -}}
{{- printf "isotherm.%s.%s" .Release.Namespace (include "isotherm.fullname" .) -}}
{{- end -}}
{{- end -}}
