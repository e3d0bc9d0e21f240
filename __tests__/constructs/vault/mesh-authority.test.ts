import { describe, expect, it } from "vitest";
import { inMesh, MeshAuthority } from "../../../constructs/vault/mesh-authority.ts";
import { all, one, place, stackOf } from "./vault-stack.ts";

const authority = (mesh: "istio" | "linkerd") =>
  stackOf(
    (scope) =>
      new MeshAuthority(scope, "Mesh", {
        place: { ...place, mesh },
        vaultAddress: "https://vault.example.com",
        vault: { rootMount: "pki_root" },
      }),
  );
const istio = authority("istio");
const linkerd = authority("linkerd");

describe.each([
  ["istio", istio, 0],
  ["linkerd", linkerd, 1],
] as const)("the authority of a mesh of %s", (_, stack, below) => {
  it("has a key that never leaves Vault", () => {
    expect(one(stack, "pki_secret_backend_intermediate_cert_request")).toMatchObject({
      backend: "${vault_mount.Mesh.path}",
      type: "internal",
      key_type: "ec",
      key_bits: 256,
    });
    expect(JSON.stringify(stack)).not.toContain("private_key");
  });

  it("is vouched for by the estate's root, for a third of its time and no deeper than it must be", () => {
    expect(one(stack, "pki_secret_backend_root_sign_intermediate")).toMatchObject({
      backend: "pki_root",
      csr: "${vault_pki_secret_backend_intermediate_cert_request.Mesh_Request.csr}",
      ttl: "26280h",
      max_path_length: below,
    });
  });

  it("answers with the chain up to the root, and signs as what was signed last", () => {
    expect(one(stack, "pki_secret_backend_intermediate_set_signed")).toMatchObject({
      certificate: "${vault_pki_secret_backend_root_sign_intermediate.Mesh_Certificate.certificate_bundle}",
    });
    expect(one(stack, "pki_secret_backend_config_issuers")).toMatchObject({
      default: "${element(vault_pki_secret_backend_intermediate_set_signed.Mesh_Signed.imported_issuers, 0)}",
    });
  });

  it("is another one, of another name, with every generation", () => {
    const named = [one(stack, "pki_secret_backend_intermediate_cert_request"), one(stack, "pki_secret_backend_root_sign_intermediate")];
    expect(named.map(({ common_name }) => common_name)).toEqual(Array(2).fill(`acme-prod-aws-use1 mesh ${MeshAuthority.generation}`));
  });

  it("is mounted for its place alone, and says where it is to be found", () => {
    expect(one(stack, "mount")).toMatchObject({ path: "pki_mesh_acme_prod_aws_use1", type: "pki", max_lease_ttl_seconds: 94608000 });
    expect(one(stack, "pki_secret_backend_config_urls")).toMatchObject({
      issuing_certificates: ["https://vault.example.com/v1/pki_mesh_acme_prod_aws_use1/ca"],
      crl_distribution_points: ["https://vault.example.com/v1/pki_mesh_acme_prod_aws_use1/crl"],
    });
  });
});

describe("workloads of a mesh of Istio", () => {
  const role = one(istio, "pki_secret_backend_role");

  it("get certificates for a day, in their own names", () => {
    expect(role).toMatchObject({ name: "istio", ttl: "86400", max_ttl: "86400", require_cn: false, no_store: true });
    expect(role.allowed_uri_sans).toEqual(["spiffe://cluster.local/ns/*/sa/*"]);
  });

  it("get none for names outside of the cluster", () => {
    expect(role).toMatchObject({
      allowed_domains: ["svc"],
      allow_subdomains: true,
      allow_wildcard_certificates: false,
      allow_localhost: false,
      allow_ip_sans: false,
    });
    for (const key of ["allow_any_name", "allow_glob_domains", "allowed_other_sans"]) expect(role).not.toHaveProperty(key);
  });
});

it("Linkerd signs for workloads itself, by an authority below", () => {
  expect(all(linkerd, "pki_secret_backend_role")).toEqual({});
});

it("a mesh within one cluster needs no authority here", () => {
  expect(inMesh({ ...place, mesh: "none" })).toBe(false);
  expect(inMesh(place)).toBe(true);
});
