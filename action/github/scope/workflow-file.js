/** `.github/workflows/interform.yml` of `acme/crm/.github/workflows/interform.yml@refs/heads/main`. */
export function workflowFile(reference, repository) {
  return reference.slice(repository.length + 1).replace(/@refs\/.*$/s, '');
}
