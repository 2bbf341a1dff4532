{{/*
What the bundled parts have in common: sizes, volumes and addresses of variants made by operators.
*/}}

{{/* A quantity such as 512Mi or 1.5G as whole MiB: include "isotherm.mebibytes" "1Gi" */}}
{{- define "isotherm.mebibytes" -}}
{{- $text := kindIs "string" . | ternary (toString .) (printf "%.0f" (float64 .)) -}}
{{- $units := dict "" 1.0 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "Ki" 1024.0 "Mi" 1048576.0 "Gi" 1073741824.0 "Ti" 1099511627776.0 -}}
{{- $unit := regexFind "[A-Za-z]*$" $text -}}
{{- if not (and (hasKey $units $unit) (regexMatch "^[0-9]+(\\.[0-9]+)?[A-Za-z]*$" $text)) -}}
{{- fail (printf "%q is no size: write it like 512Mi or 1Gi" $text) -}}
{{- end -}}
{{- divf (mulf (regexFind "^[0-9.]+" $text | float64) (get $units $unit)) 1048576.0 | int64 -}}
{{- end -}}

{{/* The memory of a container in MiB, by its limit or else its request: include "isotherm.memoryOf" .Values.postgresql.resources */}}
{{- define "isotherm.memoryOf" -}}
{{- $resources := . | default dict -}}
{{- $memory := dig "limits" "memory" "" $resources | default (dig "requests" "memory" "" $resources) -}}
{{- with $memory -}}{{- include "isotherm.mebibytes" . -}}{{- end -}}
{{- end -}}

{{/* Labels of the pods of a bundled part. They carry no version: a database does not restart for a new chart. */}}
{{- define "isotherm.bundledPodLabels" -}}
{{ include "isotherm.selectorLabels" . }}
app.kubernetes.io/part-of: isotherm
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/*
The volume claim of a bundled part, or nothing if one exists already. Nothing in it may change with a release: a
StatefulSet's claims are immutable. include "isotherm.volumeClaim" (list . .Values.postgresql.persistence)
*/}}
{{- define "isotherm.volumeClaim" -}}
{{- $values := last . -}}
{{- if not $values.existingClaim -}}
volumeClaimTemplates:
  - apiVersion: v1
    kind: PersistentVolumeClaim
    metadata:
      name: data
      labels:
        {{- include "isotherm.selectorLabels" (first .) | nindent 8 }}
      {{- with $values.annotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      accessModes: [{{ $values.accessMode }}]
      {{- with $values.storageClass }}
      storageClassName: {{ eq "-" . | ternary "" . | quote }}
      {{- end }}
      resources:
        requests: { storage: {{ $values.size }} }
{{- end -}}
{{- end -}}

{{/* What becomes of the volume. */}}
{{- define "isotherm.volumeRetention" -}}
persistentVolumeClaimRetentionPolicy:
  whenDeleted: {{ .whenDeleted }}
  whenScaled: Retain
{{- end -}}

{{/* The volume `data`, if the claim exists already. */}}
{{- define "isotherm.existingVolume" -}}
{{- with .existingClaim }}
- name: data
  persistentVolumeClaim: { claimName: {{ . }} }
{{- end }}
{{- end -}}
