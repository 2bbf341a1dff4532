{{/*
Names and labels. A template lies in the folder of its component, `templates/<component>/<kind>.yaml`;
object names, labels, image and values key derive from that folder.
*/}}

{{/* The prefix of all object names: at most 40 characters, so that every suffix fits into 63. */}}
{{- define "isotherm.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains "isotherm" .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-isotherm" .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* The component of the template that is rendered: the folder it lies in. */}}
{{- define "isotherm.component" -}}
{{- base (dir .Template.Name) -}}
{{- end -}}

{{/* The name of this component's objects. */}}
{{- define "isotherm.name" -}}
{{- printf "%s-%s" (include "isotherm.fullname" .) (include "isotherm.component" .) -}}
{{- end -}}

{{/* The name of another component's objects: include "isotherm.nameOf" (list . "postgresql") */}}
{{- define "isotherm.nameOf" -}}
{{- printf "%s-%s" (include "isotherm.fullname" (first .)) (last .) -}}
{{- end -}}

{{/* Labels that select this component's pods; they never change. */}}
{{- define "isotherm.selectorLabels" -}}
{{- include "isotherm.selectorOf" (list . (include "isotherm.component" .)) -}}
{{- end -}}

{{/* Labels that select another component's pods: include "isotherm.selectorOf" (list . "postgresql") */}}
{{- define "isotherm.selectorOf" -}}
app.kubernetes.io/name: isotherm
app.kubernetes.io/instance: {{ (first .).Release.Name | quote }}
app.kubernetes.io/component: {{ last . }}
{{- end -}}

{{/* Labels of every object of this component. */}}
{{- define "isotherm.labels" -}}
{{ include "isotherm.selectorLabels" . }}
app.kubernetes.io/part-of: isotherm
app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | trunc 63 | trimAll "-_." | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_." }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* The image of one of our parts: include "isotherm.image" (list . "worker") */}}
{{- define "isotherm.image" -}}
{{- $root := first . -}}
{{- $values := $root.Values -}}
{{- $own := dig "image" dict (default dict (index $values (last .))) -}}
{{- $repository := $own.repository | default (printf "%s/%s" $values.image.registry (last .)) -}}
{{- $tag := $own.tag | default $values.image.tag | default $root.Chart.AppVersion -}}
{{- if hasPrefix "sha256:" $tag -}}
{{- printf "%s@%s" $repository $tag -}}
{{- else -}}
{{- printf "%s:%s" $repository $tag -}}
{{- end -}}
{{- end -}}

{{/* The image of a bundled part, whose values name repository and tag. */}}
{{- define "isotherm.foreignImage" -}}
{{- if hasPrefix "sha256:" .tag -}}
{{- printf "%s@%s" .repository .tag -}}
{{- else -}}
{{- printf "%s:%s" .repository .tag -}}
{{- end -}}
{{- end -}}
