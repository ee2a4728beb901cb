# METADATA
# scope: package
# title: No credential stands in a ConfigMap
# description: |
#   Looks at keys and values of ConfigMaps for those of credentials. Only the key is shown.
# custom:
#   id: credentials-in-configmap
#   severity: high
#   category: Secrets
#   rationale: |
#     ConfigMaps are readable for many more subjects than Secrets, and are not encrypted.
#   remediation: |
#     Move the value into a Secret, change it, and take it out of the ConfigMap:
#
#     ```sh
#     kubectl -n <namespace> edit configmap <name>
#     ```
#   impact: |
#     None. Change the credential, because it was readable.
#   resource_types: [k8s_object]
#   kinds: [ConfigMap]
#   parameters:
#     - name: names
#       description: A regular expression for names of credentials
#       default: "(?i)(^|[_.-])(password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)([_.-]|$)"
#   optional: true
package rules.secrets.credentials_in_configmap

import data.lib.parameters
import data.lib.verdict

names := parameters.get("credentials-in-configmap", "names", `(?i)(^|[_.-])(password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)([_.-]|$)`)

values := `(AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----|gh[pousr]_[A-Za-z0-9]{36}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.)`

offences := [{"path": sprintf("data[%s]", [key]), "actual": "looks like a credential", "expected": "no credential"} |
	some key, value in input.data.data
	is_string(value)
	is_credential(key, value)
]

finding := verdict.failed_if_any(offences, []) if {
	input.sub_type == "ConfigMap"
	input.name != "kube-root-ca.crt"
}

is_credential(key, value) if {
	regex.match(names, key)
	not value in {"", "true", "false"}
}

is_credential(_, value) if regex.match(values, value)

# The collector leaves this where it took one out.
is_credential(_, value) if contains(value, "[redacted]")
