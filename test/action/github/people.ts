import { found, type Routes } from './route.ts';

export const PEOPLE: Routes = {
  // Answers for anybody: a person who is no collaborator may read a public repository, and nothing of a private one.
  'GET /collaborators/*/permission': ({ github, parts }) => {
    const person = github.people.find(({ user }) => user.login === parts[0]);
    return found(
      person && { permission: person.permission, role_name: person.permission, user: person.user },
    );
  },
};
