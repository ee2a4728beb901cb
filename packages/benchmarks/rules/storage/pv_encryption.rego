# METADATA
# scope: package
# title: Disks are encrypted
# description: |
#   Looks at the parameters of a StorageClass of the usual cloud drivers for encryption with a
#   key. Azure and Google encrypt everything with keys of their own; there a key of yours is asked
#   for.
# custom:
#   id: pv-encryption
#   severity: medium
#   category: Storage
#   rationale: |
#     A disk that is copied or thrown away tells all that is on it.
#   remediation: |
#     Make a class with encryption and move the data; the parameters of a class cannot be changed:
#
#     ```yaml
#     parameters:
#       encrypted: "true"
#     ```
#   impact: |
#     Data has to be copied to new volumes.
#   fix: {set: <true or the id of the key>}
#   resource_types: [k8s_object]
#   kinds: [StorageClass]
package rules.storage.pv_encryption

import data.lib.verdict

keys := {
	"ebs.csi.aws.com": "encrypted",
	"kubernetes.io/aws-ebs": "encrypted",
	"efs.csi.aws.com": "encrypted",
	"disk.csi.azure.com": "diskEncryptionSetID",
	"kubernetes.io/azure-disk": "diskEncryptionSetID",
	"pd.csi.storage.gke.io": "disk-encryption-kms-key",
	"kubernetes.io/gce-pd": "disk-encryption-kms-key",
}

key := keys[input.data.provisioner]

value := object.get(input.data, ["parameters", key], null)

evidence := {"path": sprintf("parameters.%s", [key]), "actual": value, "expected": "set"}

finding := verdict.failed_if_any([evidence | value in {null, "", "false"}], [evidence]) if input.sub_type == "StorageClass"
