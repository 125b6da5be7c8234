import { found, type Routes } from './route.ts';

export const PEOPLE: Routes = {
  // Of anybody; who is no collaborator may read what is public, and of a private repository nothing.
  'GET /collaborators/*/permission': ({ github, parts }) => {
    const person = github.people.find(({ user }) => user.login === parts[0]);
    return found(
      person && { permission: person.permission, role_name: person.permission, user: person.user },
    );
  },
};
