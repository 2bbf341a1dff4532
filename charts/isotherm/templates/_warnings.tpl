{{/* What an installation still lacks for real use, a line each; NOTES.txt shows them. */}}
{{- define "isotherm.warnings" -}}
{{- if include "isotherm.isLocal" . }}
Nobody but you can reach the pages: set ingress.enabled and ingress.host, or gateway.
{{- else if hasPrefix "http:" (include "isotherm.publicUrl" .) }}
Passwords and cookies travel unencrypted: publicUrl is http.
{{- end }}
{{- if not (include "isotherm.mqttPublicTlsPort" .) }}
Devices send their passwords unencrypted: give the broker a certificate, and set mosquitto.tls.
{{- end }}
{{- if and .Values.ingress.enabled (not .Values.ingress.tls.enabled) (not .Values.publicUrl) }}
Links begin with https://, and the ingress has no certificate: what stands before it has to end TLS; else set ingress.tls.enabled, or publicUrl.
{{- end }}
{{- if not (or (include "isotherm.isLocal" .) .Values.mosquitto.public.host) }}
Pages tell devices to connect to {{ include "isotherm.mqttPublicHost" . }}: set mosquitto.public.host if the broker has another address.
{{- end }}
{{- if not (dig "enabled" false (.Values.backup | default dict)) }}
There is no backup: set backup.enabled.
{{- else if not .Values.backup.encryption.existingSecret }}
Whoever reads the volume of backups reads every password: set backup.encryption.existingSecret.
{{- end }}
{{- if and .Values.postgresql.enabled (not .Values.postgresql.cloudnativepg.enabled) }}
The database is a single pod on a single volume: it is away while its node is.
{{- end }}
{{- if not (or .Values.ingest.autoscaling.enabled (gt (int .Values.ingest.replicas) 1)) }}
There is a single ingest: readings wait in the broker while it restarts, which loses none.
{{- end }}
{{- if and .Values.prometheus.enabled (not .Values.alertmanager.enabled) (not .Values.prometheus.alertmanagers) }}
Prometheus judges alerts and tells nobody: set alertmanager.enabled with a receiver, or prometheus.alertmanagers.
{{- else if and .Values.alertmanager.enabled (not .Values.alertmanager.configSecret) (not (regexMatch "_configs:" (toYaml .Values.alertmanager.config))) }}
Alertmanager tells nobody: give alertmanager.config or alertmanager.configSecret a receiver.
{{- end }}
{{- if and .Values.monitoring.operator.enabled (not (include "isotherm.monitors" .)) }}
No Prometheus operator reads metrics and rules: monitoring.operator.enabled is on, and the cluster has none. After it is installed, upgrade the release.
{{- end }}
{{- if not .Values.networkPolicy.enabled }}
Every pod of the cluster can reach the database and the broker: networkPolicy.enabled is off.
{{- else if not .Values.networkPolicy.webFrom }}
Every pod of the cluster can reach the pages and Keycloak with its administration: name the ingress controller in networkPolicy.webFrom.
{{- end }}
{{- end -}}
