/**
 * Where other clusters of a Linkerd mesh send traffic, and ask whether its gateway lives. They pass the internal gateway unread, on
 * ports that Linkerd's own proxy in its pods (4143, 4191) leaves free.
 */
export const linkerdPorts = { "tls-linkerd": 14143, "tls-probe": 14191 } as const;
