<#-- Keycloak's own, without its tabindex, which axe-core refuses. -->
<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
  <#if section = "header">
    ${msg("logoutConfirmTitle")}
  <#elseif section = "form">
    <div id="kc-logout-confirm">
      <p class="instruction">${msg("logoutConfirmHeader")}</p>
      <form action="${url.logoutConfirmAction}" onsubmit="confirmLogout.disabled = true; return true;" method="POST">
        <input type="hidden" name="session_code" value="${logoutConfirm.code}">
        <input class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}"
               name="confirmLogout" id="kc-logout" type="submit" value="${msg("doLogout")}"/>
      </form>
      <#if !logoutConfirm.skipLink && (client.baseUrl)?has_content>
        <p id="kc-info-message"><a href="${client.baseUrl}">${msg("backToApplication")}</a></p>
      </#if>
    </div>
  </#if>
</@layout.registrationLayout>
