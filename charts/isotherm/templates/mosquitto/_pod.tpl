{{/* The Secret with the certificate of the devices' TLS listener. */}}
{{- define "isotherm.mosquitto.tlsSecret" -}}
{{- $tls := .Values.mosquitto.tls -}}
{{- $tls.existingSecret | default (printf "%s-tls" (include "isotherm.nameOf" (list . "mosquitto"))) -}}
{{- end -}}

{{/* mosquitto.conf; the same files start the broker of `make up`. */}}
{{- define "isotherm.mosquitto.conf" -}}
{{- $values := .Values.mosquitto -}}
{{- include "isotherm.fill" (list (.Files.Get "files/mosquitto.conf") (dict
  "plugin" $values.plugin
  "rules" "/mosquitto/data/dynamic-security.json"
  "services" "1884"
  "devices" "1883"
  "data" "/mosquitto/data"
  "queue_messages" (int64 $values.queue.messages)
  "queue_bytes" (mul (include "isotherm.mebibytes" $values.queue.size) 1048576)
)) -}}
{{- if $values.tls.enabled -}}
{{- include "isotherm.fill" (list (.Files.Get "files/mosquitto-tls.conf") (dict
  "devices_tls" "8883"
  "certificate" "/run/isotherm/tls/tls.crt"
  "key" "/run/isotherm/tls/tls.key"
)) -}}
{{- end -}}
{{- with $values.extraConfiguration }}
# of the values
{{ . | trim }}
{{ end -}}
{{- end -}}
