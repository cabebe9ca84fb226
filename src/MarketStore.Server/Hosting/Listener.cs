using System.Net;
using System.Net.Sockets;
using MarketStore.Core.Errors;
using MarketStore.Server.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Hosting;

/// <summary>A Kestrel server at one address. Each listener is its own, so that they start and stop one by one.</summary>
internal sealed class Listener : IAsyncDisposable
{
    static readonly byte[] NotFoundText = "404 page not found\n"u8.ToArray();

    readonly WebApplication _application;

    Listener(WebApplication application, ListenAddress address, ListenerActivity activity) => (_application, Address, Activity) = (application, address, activity);

    /// <summary>Where it waits; the port is the one that the system chose if 0 was asked for.</summary>
    public ListenAddress Address { get; }

    public ListenerActivity Activity { get; }

    /// <exception cref="MarketStoreException">The address is taken, or is none of this machine.</exception>
    public static async Task<Listener> StartAsync(ListenerPlan plan, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var activity = new ListenerActivity(plan.Name);
        ListenOptions? bound = null;
        WebApplication? application = null;
        try
        {
            var host = await ResolveAsync(plan.Address, cancellationToken);
            application = Build(plan, host, loggers, activity, options => bound = options);
            await application.StartAsync(cancellationToken);
            activity.Address = plan.Address with { Port = bound?.IPEndPoint?.Port ?? plan.Address.Port };
            return new(application, activity.Address, activity);
        }
        catch (Exception e)
        {
            if (application is not null)
                await application.DisposeAsync();
            if (e is IOException or SocketException or InvalidOperationException)
                throw new MarketStoreException(ErrorKind.Unavailable, $"failed to start the {plan.Name} at {plan.Address} ({plan.Key}): {Reason(e)}", e);
            throw;
        }
    }

    /// <summary>Takes no more requests, waits for those in flight, and cuts what is left after a time.</summary>
    public async Task StopAsync(TimeSpan drain, TimeProvider clock)
    {
        using var cut = new CancellationTokenSource(drain, clock);
        await _application.StopAsync(cut.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    static WebApplication Build(ListenerPlan plan, IPAddress? host, ILoggerFactory loggers, ListenerActivity activity, Action<ListenOptions> onBound)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            plan.SetLimits(options.Limits);
            Listen(options, plan.Address, host, listen =>
            {
                listen.Protocols = plan.Protocols;
                CountConnections(listen, activity);
                onBound(listen);
            });
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, DetachedLifetime>());
        plan.AddServices(builder.Services);

        var application = builder.Build();
        application.Use(next => context => CountRequestAsync(next, context, activity));
        application.UseRouting();
        plan.Map(application);
        application.UseEndpoints(static _ => { });
        application.Run(AnswerNotFoundAsync);
        return application;
    }

    static void Listen(KestrelServerOptions options, ListenAddress address, IPAddress? host, Action<ListenOptions> configure)
    {
        if (address.Host.Length == 0)
            options.ListenAnyIP(address.Port, configure);
        else if (host is null)
            options.ListenLocalhost(address.Port, configure);
        else
            options.Listen(host, address.Port, configure);
    }

    /// <summary>The one address to listen at; null for all interfaces and for both loopback addresses.</summary>
    static async Task<IPAddress?> ResolveAsync(ListenAddress address, CancellationToken cancellationToken)
    {
        // Both loopback addresses cannot be given one port that the system chooses.
        if (address is { Host.Length: 0 } or { Host: "localhost", Port: not 0 })
            return null;
        var addresses = await Dns.GetHostAddressesAsync(address.Host, cancellationToken);
        return Array.Find(addresses, found => found.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
    }

    static void CountConnections(ListenOptions listen, ListenerActivity activity) => listen.Use(next => async connection =>
    {
        activity.ConnectionOpened();
        try
        {
            await next(connection);
        }
        finally
        {
            activity.ConnectionClosed();
        }
    });

    static async Task CountRequestAsync(RequestDelegate next, HttpContext context, ListenerActivity activity)
    {
        activity.RequestStarted();
        try
        {
            await next(context);
        }
        finally
        {
            activity.RequestFinished();
        }
    }

    static async Task AnswerNotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = NotFoundText.Length;
        await context.Response.Body.WriteAsync(NotFoundText, context.RequestAborted);
    }

    static string Reason(Exception exception) => (exception.InnerException?.InnerException ?? exception.InnerException ?? exception).Message;
}
