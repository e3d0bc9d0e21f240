/** What objects of services without a binding here are called, by resource type; none of them takes its id of a name. */
export const SAAS_IDS: Readonly<Record<string, string>> = {
  // Entra
  azuread_application: "/applications/{uuid}",
  azuread_service_principal: "/servicePrincipals/{uuid}",
  azuread_group: "/groups/{uuid}",
  // keys and certificates
  tls_locally_signed_cert: "{digits38}",
  tls_private_key: "{hex40}",
  tls_self_signed_cert: "{digits38}",
};
