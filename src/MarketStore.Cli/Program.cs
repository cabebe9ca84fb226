using MarketStore.Cli.Commands;
using MarketStore.Sql.Worker;

if (args is [SqlWorker.Verb])
{
    SqlWorker.Run();
    return 1;
}

return await CommandLine.RunAsync(args, Console.Out, Console.Error);
