using System.Text.Json.Nodes;
using Vitrine.Storage.S3.Making;

namespace Vitrine.Tests.Storage.S3;

public sealed class PublicStatementTests
{
    [Theory]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"r"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:*","Resource":"r"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::1:root","*"]},"Action":"s3:*","Resource":"r"}""", true)]
    [InlineData("""{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::1:root"},"Action":"s3:*","Resource":"r"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"r","Condition":{"StringLike":{"aws:UserAgent":"x*"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"r","Condition":{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"r","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"r","Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"r","Condition":{"IpAddress":{"aws:sourceip":["192.0.2.0/24"]}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"r"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:root"},"Action":"s3:*","Resource":"r"}""", false)]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"r","Condition":{"Bool":{"aws:SecureTransport":"false"}}}""", false)]
    public void Everybody_is_whom_no_condition_of_S3s_own_list_narrows(string statement, bool isPublic) =>
        Assert.Equal(isPublic, PublicStatement.Is(JsonNode.Parse(statement)!));

    [Fact]
    public void What_is_opened_is_said_in_words() => Assert.Equal(
        "anybody may all but s3:DeleteObject on a, b",
        PublicStatement.Words(JsonNode.Parse("""{"NotAction":"s3:DeleteObject","Resource":["a","b"]}""")!));
}
