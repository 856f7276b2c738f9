import HubAPI
import HubStore
import HubTenancy
import Runtime
import SyncClient
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

/// Which certificates open what, over real mutual TLS.
@Suite("Certificates of agents", .serialized)
struct CertificateTests {
    /// A certificate of the hub's authority for the gateway's agent, with a key of its own.
    private static func issue(
        _ hub: TestHub, _ gateway: TestGateway, daysFromNow: Double, lifeDays: Double = 90, isRecorded: Bool = true
    ) async throws -> TestGateway {
        let key = AgentKey()
        let now = SystemClock().now()
        let issued = try hub.authority.issue(
            SigningRequest(pem: key.request()), agent: gateway.identity.agent, tenant: gateway.identity.tenant,
            lifeSeconds: lifeDays * 86_400, at: now.advanced(seconds: daysFromNow * 86_400))
        if isRecorded {
            #expect(try await hub.plantStore.renew(issued, of: gateway.certificate, from: "test", at: now))
        }
        return try gateway.showing(issued, key, to: hub)
    }

    @Test("one that holds opens everything; one outside of its life opens only its renewal, however long ago it ended")
    func life() async throws {
        let hub = try await SharedHub.shared.get()
        let gateway = try await TestGateway(hub, try await hub.newcomer())
        let frame = try gateway.frame()
        #expect(await gateway.send(frame).status == 200)
        #expect(await gateway.send(HubConnection.identityPath, []).status == 200)
        #expect(await gateway.send("/sync/v1/nothing", []).status == 404)
        for (days, code) in [
            (-91.0, "CERTIFICATE_EXPIRED"), (-4_000, "CERTIFICATE_EXPIRED"), (2, "CERTIFICATE_NOT_YET_VALID"),
        ] {
            let other = try await Self.issue(hub, gateway, daysFromNow: days)
            for answer in [
                await other.send(frame), await other.send(HubConnection.identityPath, []),
                await other.send("/sync/v1/nothing", []),
            ] {
                #expect(answer.status == 403)
                #expect(answer.code == code)
            }
            let key = AgentKey()
            let renewed = try await other.renew(key)
            #expect(renewed.status == 200, "\(days) \(renewed.code ?? "")")
        }
    }

    @Test(
        "a renewed certificate opens everything, and so does the one before it: an interrupted renewal locks nobody out"
    )
    func renewal() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let gateway = try await TestGateway(hub, user)
        let key = AgentKey()
        let answer = try await gateway.renew(key)
        #expect(answer.data["agentId"]?.text == gateway.identity.agent.description)
        #expect(answer.data["tenantId"]?.text == user.tenant)
        #expect(answer.data["address"]?.text == "https://127.0.0.1:\(hub.agentPort)")
        #expect(answer.data["commandKeys"]?.elements?.isEmpty == true)
        let identity = try AgentIdentity(
            agent: gateway.identity.agent, tenant: gateway.identity.tenant, address: "", keyPEM: key.pem,
            certificatePEM: answer.data["certificate"]?.text ?? "",
            authoritiesPEM: answer.data["authorities"]?.text ?? "", commandKeys: [])
        let next = try TestGateway(hub, identity, gateway.incarnation)
        let frame = try gateway.frame()
        for each in [next, gateway, next] { #expect(await each.send(frame).status == 200) }
        let agents = try await hub.call("GET", "/api/agents", token: user.token)
        #expect(agents.data[0]?["certificateExpiresAt"]?.text == identity.notAfter.rfc3339)
    }

    @Test("a request for a certificate that its key did not sign is refused and uses up nothing")
    func forgedRequest() async throws {
        let hub = try await SharedHub.shared.get()
        let gateway = try await TestGateway(hub, try await hub.newcomer())
        let request = try AgentKey().request()
        let swapped = String(request.reversed())
        let body = JSONWriter.bytes(["request": .string(swapped)])
        let refused = await gateway.send(HubConnection.renewPath, body)
        #expect(refused.status == 422)
        #expect(refused.code == "SIGNING_REQUEST_INVALID")
    }

    @Test("one that the hub has no record of, one of another authority, and none at all open nothing")
    func unknown() async throws {
        let hub = try await SharedHub.shared.get()
        let gateway = try await TestGateway(hub, try await hub.newcomer())
        let frame = try gateway.frame()
        let unrecorded = try await Self.issue(hub, gateway, daysFromNow: 0, isRecorded: false)
        for answer in [
            await unrecorded.send(frame), await unrecorded.send(HubConnection.identityPath, []),
            try await unrecorded.renew(AgentKey()),
        ] {
            #expect(answer.status == 403)
            #expect(answer.code == "CERTIFICATE_REVOKED")
        }
        let key = AgentKey()
        let foreign = try CertificateAuthority.make().issue(
            SigningRequest(pem: key.request()), agent: gateway.identity.agent, tenant: gateway.identity.tenant,
            lifeSeconds: 86_400, at: SystemClock().now())
        #expect(await (try gateway.showing(foreign, key, to: hub)).send(frame).status == nil)
        #expect(
            try await hub.send("POST", HubConnection.roundPath, .init(frame)).status == 404, "not on the API's port")
    }

    @Test("a revoked agent is refused at its next call, also on a connection that is open")
    func revoked() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let gateway = try await TestGateway(hub, user)
        #expect(try await gateway.send(gateway.frame()).status == 200)
        let revoked = try await hub.call("DELETE", "/api/agents/\(gateway.identity.agent)", token: user.token)
        #expect(revoked.status == 204)
        for answer in [
            try await gateway.send(gateway.frame()), await gateway.send(HubConnection.identityPath, []),
            try await gateway.renew(AgentKey()),
        ] {
            #expect(answer.status == 403)
            #expect(answer.code == "CERTIFICATE_REVOKED")
        }
    }

    @Test("what a revoked agent sends is not read")
    func revokedUnread() async throws {
        let hub = try await SharedHub.shared.get()
        let user = try await hub.newcomer()
        let gateway = try await TestGateway(hub, user)
        let noRound: [UInt8] = [1, 2, 3]
        #expect(await gateway.send(noRound).code?.hasPrefix("FRAME_") == true)
        #expect(try await gateway.send(gateway.frame()).status == 200)
        let revoked = try await hub.call("DELETE", "/api/agents/\(gateway.identity.agent)", token: user.token)
        #expect(revoked.status == 204)
        #expect(try await gateway.send(gateway.frame()).code == "CERTIFICATE_REVOKED", "by the round's transaction")
        #expect(await gateway.send(noRound).code == "CERTIFICATE_REVOKED", "before it is read")
        let other = try await TestGateway(hub, user)
        _ = try await hub.call("DELETE", "/api/agents/\(other.identity.agent)", token: user.token)
        #expect(await other.send(noRound).code == "CERTIFICATE_REVOKED", "one that nobody has heard is asked for")
    }

    @Test("tenant and agent are those of the certificate, whatever stands in the body")
    func another() async throws {
        let hub = try await SharedHub.shared.get()
        let (ours, theirs) = (try await hub.newcomer(), try await hub.newcomer())
        let gateway = try await TestGateway(hub, ours)
        let key = try #require(MachineKey(factory: "north", machine: "pump-1"))
        let power = try #require(MetricName("power"))
        let frame = try gateway.frame(events: [
            .machineSeen(
                MachineSeen(
                    machine: key, profile: "pump@1", machineType: "PUMP", isOnline: true,
                    metrics: [MachineSeen.Metric(name: power, unit: "kW", intervalSeconds: 2)],
                    at: SystemClock().now()))
        ])
        #expect(await gateway.send(frame).status == 200)
        let colleague = try await TestGateway(hub, ours)
        let refused = await colleague.send(frame)
        #expect(refused.status == 403)
        #expect(refused.code == "AGENT_MISMATCH")
        let stranger = try await TestGateway(hub, theirs)
        #expect(await stranger.send(frame).status == 200, "in its own tenant it is nobody else's")
        let tenants = try await hub.psql(
            "SELECT tenant_id, agent_id FROM sync_cursors WHERE incarnation = '\(gateway.incarnation)' AND seq = 1")
        #expect(
            Set(tenants.split(separator: "\n").map(String.init)) == [
                "\(ours.tenant)|\(gateway.identity.agent)", "\(theirs.tenant)|\(stranger.identity.agent)",
            ])
    }
}
