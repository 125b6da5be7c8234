import { idOf, objectOf, requiredText } from '../kinds/wire/wire-fields.ts';
import type { GetCall } from '../types/wire-call.ts';

/** The owner of the token and the workspace, as far as they are used. */
export interface WireMe {
  readonly id: string;
  readonly email?: string;
  readonly name?: string;
  readonly app: {
    readonly id_code: string;
    readonly name: string;
    readonly region?: string;
    readonly timezone?: string;
    readonly created_at?: number;
  };
}

/** The first request of every command, which tells the workspace. */
export const ME: GetCall<WireMe> = {
  path: '/me',
  read(answer) {
    const me = objectOf(answer, 'the token owner');
    const app = objectOf(me['app'], 'app of /me');
    return {
      ...me,
      id: idOf(me, 'the token owner'),
      app: {
        ...app,
        id_code: requiredText(app, 'id_code'),
        name: typeof app['name'] === 'string' ? app['name'] : '',
      },
    };
  },
};
