using System.Globalization;
using MarketStore.Server.Hosting;
using Xunit;

namespace MarketStore.Tests.Server.Hosting;

public sealed class BuildInfoTests
{
    [Fact]
    public void The_program_knows_its_version_commit_and_time_of_build()
    {
        var build = BuildInfo.Current;

        Assert.NotEmpty(build.Tag);
        Assert.Matches("^[0-9a-f]{40}$", build.Commit);
        Assert.True(DateTime.TryParseExact(build.UtcBuildTime, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time));
        Assert.InRange(time, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), DateTime.UtcNow.AddMinutes(1));
    }
}
