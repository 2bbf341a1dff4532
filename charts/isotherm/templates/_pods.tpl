{{/*
What all pods have in common. Every pod satisfies the Pod Security Standard `restricted`.
*/}}

{{/* The pod's securityContext: include "isotherm.podSecurity" 10001 */}}
{{- define "isotherm.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* The securityContext of every container. */}}
{{- define "isotherm.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Where pods may run, from a component's values: include "isotherm.placement" (list . .Values.api) */}}
{{- define "isotherm.placement" -}}
{{- $root := first . -}}
{{- $own := last . -}}
{{- with $own.nodeSelector | default $root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.tolerations | default $root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Spread the replicas of this component over nodes and zones, without refusing to start. */}}
{{- define "isotherm.spread" -}}
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "isotherm.selectorLabels" $ | nindent 8 }}
  {{- end }}
{{- end -}}

{{/* Secrets for pulling images. */}}
{{- define "isotherm.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Probes of a part of ours on its management port. */}}
{{- define "isotherm.probes" -}}
startupProbe:
  httpGet: { path: /healthz, port: management }
  periodSeconds: 2
  failureThreshold: 60
  timeoutSeconds: 5
livenessProbe:
  httpGet: { path: /healthz, port: management }
  periodSeconds: 10
  failureThreshold: 6
  timeoutSeconds: 5
readinessProbe:
  httpGet: { path: /readyz, port: management }
  periodSeconds: 5
  failureThreshold: 2
  timeoutSeconds: 5
{{- end -}}

{{/* The name of this pod, which names the instance in logs, the ledger and the broker. */}}
{{- define "isotherm.instance" -}}
- name: ISOTHERM_INSTANCE
  valueFrom:
    fieldRef: { fieldPath: metadata.name }
{{- end -}}

{{/* An environment variable from a Secret: include "isotherm.secretEnv" (list "PGPASSWORD" name key) */}}
{{- define "isotherm.secretEnv" -}}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 1 | quote }}
      key: {{ index . 2 }}
{{- end -}}

{{/*
A checksum of this component's ConfigMap and the shared Secrets' values, as an annotation that rolls pods:
include "isotherm.checksum" (list . "api/configmap.yaml")
*/}}
{{- define "isotherm.checksum" -}}
{{- $root := first . -}}
checksum/config: {{ include (printf "%s/templates/%s" $root.Chart.Name (last .)) $root | sha256sum }}
{{- end -}}

{{/* Fill `${name}` in a file: include "isotherm.fill" (list (.Files.Get "files/x.conf") (dict "name" "text")) */}}
{{- define "isotherm.fill" -}}
{{- $text := first . -}}
{{- range $name, $filling := last . -}}
{{- $text = replace (printf "${%s}" $name) (toString $filling) $text -}}
{{- end -}}
{{- $text -}}
{{- end -}}
