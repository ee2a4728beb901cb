# METADATA
# scope: package
# title: Secrets come from a store of their own
# description: |
#   Lists the custom resources of the usual operators for outside secret stores.
# custom:
#   id: external-secret-storage
#   severity: medium
#   category: Secrets
#   rationale: |
#     A store of its own rotates secrets, limits who reads them and keeps a log; etcd does none of
#     it.
#   remediation: |
#     Look at the Secrets Store CSI driver or the External Secrets Operator. To see what is there:
#
#     ```sh
#     kubectl get crds | grep -i secret
#     ```
#   impact: ""
#   resource_types: [kubernetes_cluster]
#   manual: true
package rules.secrets.external_secret_storage

import data.lib.verdict

found := sort([name | some name in input.data.custom_resources; regex.match(patterns, name)])

patterns := `(secretproviderclass|externalsecrets|secretstores|sealedsecrets|vaultstaticsecrets|vaultauths)`

finding := verdict.manual("Should the secrets of this cluster come from an outside store?", [{"path": "custom resources", "actual": found, "expected": "a secret store, where one is needed"}]) if is_cluster

is_cluster if input.type == "kubernetes_cluster"
