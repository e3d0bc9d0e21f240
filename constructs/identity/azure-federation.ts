/** What Entra expects in a token it exchanges: https://learn.microsoft.com/entra/workload-id/workload-identity-federation */
export const tokenAudience = "api://AzureADTokenExchange";
