// Loaded into a measured process by `--import`: at its end it writes CPU time and peak memory to stderr.
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const used = { cpuMs: (userCPUTime + systemCPUTime) / 1000, mb: maxRSS / 1024 };
  process.stderr.write(`\nBENCH ${JSON.stringify(used)}\n`);
});
