/** Takes `--name=value` of some names out of arguments; the rest goes to interform as it is. */
export function ownFlags(args, names) {
  const own = {};
  const flags = args.filter((flag) => {
    const name = names.find((one) => flag.startsWith(`--${one}=`));
    if (name !== undefined) own[name] = flag.slice(name.length + 3);
    return name === undefined;
  });
  return { own, flags };
}
