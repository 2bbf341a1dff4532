{{/*
Values that contradict each other. Each check fails with what to set instead; NOTES.txt runs them, with every rendering.
*/}}

{{- define "isotherm.checks" -}}
{{- $faults := list -}}
{{- range list "renamed" "names" "address" "ingest" "database" "broker" "simulator" "logs" "parts" "backup" -}}
{{- $faults = concat $faults (include (printf "isotherm.check.%s" .) $ | splitList "\n" | compact) -}}
{{- end -}}
{{- if $faults -}}
{{- fail (printf "\n\nThe values need a change:\n- %s\n" (join "\n- " $faults)) -}}
{{- end -}}
{{- end -}}

{{/* Values under another name than here: files/renamed.yaml. */}}
{{- define "isotherm.check.renamed" -}}
{{- range $old, $new := .Files.Get "files/renamed.yaml" | fromYaml }}
{{- $path := splitList "." $old -}}
{{- $held := $.Values -}}
{{- range initial $path }}{{ $held = get $held . | default dict }}{{ end -}}
{{- if hasKey $held (last $path) }}
{{ $old }} does not exist here: set {{ $new }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Names and labels that Kubernetes would refuse, or with which nothing would be found. */}}
{{- define "isotherm.check.names" -}}
{{- $name := include "isotherm.fullname" . -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" $name) }}
{{ $name | quote }} cannot begin the names of Services: set fullnameOverride to a name of lower-case letters, digits and dashes that begins with a letter
{{- end }}
{{- range $label := keys (.Values.commonLabels | default dict) | sortAlpha }}
{{- if or (hasPrefix "app.kubernetes.io/" $label) (eq "helm.sh/chart" $label) }}
commonLabels has {{ $label | quote }}, by which the chart finds its own objects: use a label of your own
{{- end }}
{{- end }}
{{- if eq "master" (include "isotherm.realmName" .) }}
the realm is master, whose accounts administer Keycloak itself: set keycloak.realm or keycloak.external.issuer to another one
{{- else if not (regexMatch "^[A-Za-z0-9][A-Za-z0-9_.-]*$" .Values.keycloak.realm) }}
keycloak.realm {{ .Values.keycloak.realm | quote }} is part of addresses: use letters, digits, dashes, dots and underscores
{{- end }}
{{- end -}}

{{/* How people reach it. Each line is a fault with its cure; so in all checks. */}}
{{- define "isotherm.check.address" -}}
{{- with .Values.publicUrl }}
{{- if not (regexMatch "^https?://[^/?#@]+/?$" .) }}
publicUrl {{ . | quote }} has to be http:// or https:// and a host, without a path: pages are served at its root
{{- end }}
{{- end }}
{{- with .Values.keycloak.publicUrl }}
{{- if not (regexMatch "^https?://[^?#@]+$" .) }}
keycloak.publicUrl {{ . | quote }} has to be an http:// or https:// URL, such as https://sso.example.org/idp
{{- end }}
{{- end }}
{{- if and .Values.ingress.enabled .Values.gateway.enabled }}
ingress.enabled and gateway.enabled are both on: switch one off
{{- end }}
{{- if and .Values.gateway.enabled (not .Values.gateway.parentRefs) }}
gateway.enabled is on without a Gateway: set gateway.parentRefs
{{- end }}
{{- if or .Values.ingress.enabled .Values.gateway.enabled }}
{{- if not .Values.ingress.host }}
there is no host name for the ingress or gateway: set ingress.host, such as isotherm.example.org
{{- else if not (regexMatch "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$" .Values.ingress.host) }}
ingress.host {{ .Values.ingress.host | quote }} has to be a host name alone, in lower case; a scheme, port or path belongs to publicUrl
{{- else if and .Values.publicUrl (ne .Values.ingress.host (include "isotherm.hostOf" .Values.publicUrl)) }}
publicUrl {{ .Values.publicUrl | quote }} and ingress.host {{ .Values.ingress.host | quote }} name different hosts: leave publicUrl empty, or make them agree
{{- end }}
{{- else if .Values.ingress.host }}
ingress.host is set, but neither ingress.enabled nor gateway.enabled is: switch one on, or set publicUrl for an ingress of your own
{{- end }}
{{- if and (not .Values.keycloak.enabled) (not .Values.keycloak.external.issuer) }}
keycloak.enabled is off: set keycloak.external.issuer, such as https://sso.example.org/realms/isotherm
{{- end }}
{{- end -}}

{{- define "isotherm.check.ingest" -}}
{{- with .Values.ingest.autoscaling }}
{{- if and .enabled (not .metric.name) }}
ingest.autoscaling.enabled is on without a metric: set ingest.autoscaling.metric.name to the external metric of waiting messages
{{- end }}
{{- end }}
{{- range list "ingest" "api" "frontend" }}
{{- with (index $.Values .).autoscaling }}
{{- if and .enabled (gt (int .minReplicas) (int .maxReplicas)) }}
autoscaling.minReplicas {{ .minReplicas }} is above maxReplicas {{ .maxReplicas }}
{{- end }}
{{- end }}
{{- end }}
{{- if gt (add 15 (int .Values.ingest.stopGraceSeconds)) (int .Values.ingest.terminationGracePeriodSeconds) }}
ingest.terminationGracePeriodSeconds {{ .Values.ingest.terminationGracePeriodSeconds }} leaves no time to leave the broker: set it to ingest.stopGraceSeconds and 15 at least
{{- end }}
{{- end -}}

{{- define "isotherm.check.database" -}}
{{- if not .Values.postgresql.enabled }}
{{- if not .Values.postgresql.external.host }}
postgresql.enabled is off: set postgresql.external.host
{{- end }}
{{- if not (or .Values.postgresql.external.existingSecret .Values.postgresql.existingSecret) }}
postgresql.enabled is off: set postgresql.external.existingSecret to a Secret with the logins' passwords
{{- end }}
{{- end }}
{{- end -}}

{{- define "isotherm.check.broker" -}}
{{- if not .Values.mosquitto.enabled }}
{{- if not .Values.mosquitto.external.host }}
mosquitto.enabled is off: set mosquitto.external.host
{{- end }}
{{- if not (or .Values.mosquitto.external.existingSecret .Values.mosquitto.existingSecret) }}
mosquitto.enabled is off: set mosquitto.external.existingSecret to a Secret with the passwords of ingest and worker
{{- end }}
{{- end }}
{{- end -}}

{{- define "isotherm.check.simulator" -}}
{{- if and .Values.simulator.enabled (not .Values.mosquitto.enabled) }}
simulator.enabled is on, but simulated devices get their accounts at the bundled broker only: set mosquitto.enabled, or switch the simulator off
{{- else if and .Values.simulator.enabled (not .Values.mosquitto.service.plain) }}
simulator.enabled is on, but simulated devices connect without TLS: set mosquitto.service.plain, or switch the simulator off
{{- end }}
{{- end -}}

{{- define "isotherm.check.backup" -}}
{{- with .Values.backup }}
{{- if and .enabled .s3.enabled }}
{{- if not .encryption.existingSecret }}
backup.s3.enabled is on without a passphrase, and backups hold passwords: set backup.encryption.existingSecret
{{- end }}
{{- if not (and .s3.bucket .s3.existingSecret) }}
backup.s3.enabled is on: set backup.s3.bucket, and backup.s3.existingSecret to a Secret with access-key-id and secret-access-key
{{- end }}
{{- with .s3.endpoint }}
{{- $port := include "isotherm.portOf" (contains "://" . | ternary . (printf "https://%s" .)) }}
{{- if ne (int $port) (int $.Values.backup.s3.port) }}
backup.s3.endpoint {{ . | quote }} has the port {{ $port }}, but the network policy opens {{ $.Values.backup.s3.port }}: set backup.s3.port to {{ $port }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
