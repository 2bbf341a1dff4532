{{/*
Paths of the public host and the component that serves each. Of Keycloak's only those that people need: the realm's
pages and what they load. Its administration is left out, and with it the realm `master`, whose accounts administer
Keycloak.
*/}}
{{- define "isotherm.routes" -}}
{{- if eq (include "isotherm.keycloakUrl" .) (printf "%s/idp" (include "isotherm.publicUrl" .)) -}}
{{- if .Values.keycloak.enabled }}
- { path: /idp/realms/{{ .Values.keycloak.realm }}, component: keycloak, port: 8080 }
- { path: /idp/resources, component: keycloak, port: 8080 }
- { path: /idp/js, component: keycloak, port: 8080 }
{{- if .Values.ingress.adminConsole }}
- { path: /idp/admin, component: keycloak, port: 8080 }
- { path: /idp/realms/master, component: keycloak, port: 8080 }
{{- end }}
{{- end }}
{{- end }}
{{- include "isotherm.extraRoutes" . }}
- { path: /, component: frontend, port: 3000 }
{{- end -}}
