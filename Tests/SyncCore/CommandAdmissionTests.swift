import Crypto
import SyncCore
import SyncWire
import Telemetry
import Testing

/// Which commands of the hub the edge carries out.
struct CommandAdmissionTests {
    private let key = Curve25519.Signing.PrivateKey()
    private let tenant = TenantID(UniqueID(high: 1, low: 1))
    private let agent = AgentID(UniqueID(high: 2, low: 2))
    private let now = Timestamp(seconds: 1_700_000_000)
    private let metric = MetricName("temperature")!

    private var admission: CommandAdmission {
        CommandAdmission(
            tenant: tenant, agent: agent,
            keys: [CommandKeys.Key(id: "k1", publicKey: Array(key.publicKey.rawRepresentation))])
    }

    private func order(_ change: (inout CommandOrder) -> Void = { _ in }) -> CommandOrder {
        var order = CommandOrder(
            id: DeviceCommandID(UniqueID(high: 3, low: 3)), tenant: tenant, agent: agent,
            machine: MachineKey("north/press-1")!, action: "stop", issuer: "ada", issuedAt: now, notBefore: now,
            expiresAt: now.advanced(seconds: 60))
        change(&order)
        return order
    }

    private func signed(_ order: CommandOrder) throws -> SignedCommand {
        let bytes = order.encode()
        return SignedCommand(order: bytes, key: "k1", signature: Array(try key.signature(for: bytes)))
    }

    private func facts(_ document: Document = Document(key: DocumentWorld.key)) -> CommandFacts {
        CommandFacts(document: document, status: .online, measured: [metric: (60, 5)])
    }

    @Test func aSignedCommandIsRead() throws {
        #expect(try admission.verify(signed(order())) == order())
        #expect(CommandAdmission.refusal(of: order(), given: facts(), at: now) == nil)
    }

    @Test func whatIsNotSignedForThisAgentIsRefused() throws {
        var forged = try signed(order())
        forged.order[forged.order.count - 1] ^= 1
        #expect(throws: CommandRefusal.signatureInvalid) { try admission.verify(forged) }
        for length in [0, 1, 63] {
            var unsigned = try signed(order())
            unsigned.signature = Array(unsigned.signature.prefix(length))
            #expect(throws: CommandRefusal.signatureInvalid) { try admission.verify(unsigned) }
        }
        var unknown = try signed(order())
        unknown.key = "k2"
        #expect(throws: CommandRefusal.keyUnknown("k2")) { try admission.verify(unknown) }
        let other = try signed(order { $0.agent = AgentID(UniqueID(high: 9, low: 9)) })
        #expect(throws: CommandRefusal.agentOther) { try admission.verify(other) }
        let foreign = try signed(order { $0.tenant = TenantID(UniqueID(high: 9, low: 9)) })
        #expect(throws: CommandRefusal.agentOther) { try admission.verify(foreign) }
        let endless = try signed(order { $0.expiresAt = Timestamp(microseconds: .max) })
        #expect(throws: CommandRefusal.lifeTooLong) { try admission.verify(endless) }
    }

    @Test func whatDoesNotHoldIsRefusedWithItsReason() {
        let late = now.advanced(seconds: 60)
        #expect(CommandAdmission.refusal(of: order(), given: facts(), at: late)?.code == "COMMAND_EXPIRED")
        let hot = order {
            $0.precondition.measured = [.init(metric: metric, comparison: .less, value: 50, ageSecondsMax: 10)]
        }
        #expect(CommandAdmission.refusal(of: hot, given: facts(), at: now) == .measuredFalse(metric))
        let fresh = order {
            $0.precondition.measured = [.init(metric: metric, comparison: .less, value: 70, ageSecondsMax: 1)]
        }
        #expect(CommandAdmission.refusal(of: fresh, given: facts(), at: now) == .measuredFalse(metric))
        let status = order { $0.precondition.status = .maintenance }
        #expect(CommandAdmission.refusal(of: status, given: facts(), at: now) == .statusOther(.online))
    }

    @Test func aLatchThatTheIssuerHadNotSeenStopsACommand() throws {
        var world = DocumentWorld()
        world.edit(.edge, .stop, .flag(true))
        let latched = facts(world.edge.document)
        #expect(CommandAdmission.refusal(of: order(), given: latched, at: now) == .latched(.stop))
        let set = try #require(world.edge.document.latches.first)
        let seen = order { $0.precondition.latchesSeen = [set.dot] }
        #expect(CommandAdmission.refusal(of: seen, given: latched, at: now) == nil)
        let unknown = order { $0.precondition.versions = world.edge.document.versions }
        #expect(CommandAdmission.refusal(of: unknown, given: facts(), at: now) == .versionMissing(set.dot))
    }

    @Test func aStartLooksAtLatchesWhateverTheCommandSays() throws {
        var world = DocumentWorld()
        world.edit(.edge, .stop, .flag(true))
        var latched = facts(world.edge.document)
        let blind = order { $0.precondition.latchesClear = false }
        #expect(CommandAdmission.refusal(of: blind, given: latched, at: now) == nil)
        latched.isStart = true
        #expect(CommandAdmission.refusal(of: blind, given: latched, at: now) == .latched(.stop))
        let seen = order { $0.precondition.latchesSeen = world.edge.document.latches.map(\.dot) }
        #expect(CommandAdmission.refusal(of: seen, given: latched, at: now) == nil)
    }

    @Test func whatGoesAgainIsHeldAgainstAllOfIt() {
        var world = DocumentWorld()
        world.edit(.edge, .stop, .flag(true))
        let fenced = order {
            $0.executionClass = .fenced
            $0.fence = 4
            $0.precondition.status = .online
        }
        func refusal(_ facts: CommandFacts, isRepeated: Bool) -> CommandRefusal? {
            CommandAdmission.refusal(of: fenced, given: facts, at: now, isRepeated: isRepeated)
        }
        var facts = facts()
        facts.fence = 4
        #expect(refusal(facts, isRepeated: false) == .fenced(4))
        #expect(refusal(facts, isRepeated: true) == nil)
        facts.fence = 5
        #expect(refusal(facts, isRepeated: true) == .fenced(5))
        facts.fence = 4
        facts.status = .maintenance
        #expect(refusal(facts, isRepeated: true) == .statusOther(.maintenance))
        facts.status = .online
        facts.document = world.edge.document
        #expect(refusal(facts, isRepeated: true) == .latched(.stop))
        let late = CommandAdmission.refusal(of: fenced, given: facts, at: fenced.expiresAt, isRepeated: true)
        #expect(late == .expired(fenced.expiresAt))
    }

    @Test func whatIsWithTheDeviceIsNeitherExpiredNorTakenBack() {
        for state in [CommandState.executing, .accepted] {
            #expect(!state.mayBecome(.expired) && !state.mayBecome(.cancelled))
            #expect(state.mayBecome(.unknown) && state.mayBecome(.done) && state.mayBecome(.refused))
        }
        #expect(CommandState.received.mayBecome(.expired) && CommandState.received.mayBecome(.cancelled))
    }

    @Test func newKeysNeedAVoucher() throws {
        let next = CommandKeys.Key(id: "k2", publicKey: [UInt8](repeating: 7, count: 32))
        var set = CommandKeys(keys: [next], key: "k1", signature: [])
        set.signature = Array(try key.signature(for: set.signedBytes))
        #expect(admission.adopted(set) == [next])
        set.keys[0].publicKey[0] = 8
        #expect(admission.adopted(set) == nil)
    }

    @Test func whoTrustsNoKeyYetTakesAFirstSetThatVouchesForItself() throws {
        let own = CommandKeys.Key(id: "k1", publicKey: Array(key.publicKey.rawRepresentation))
        var set = CommandKeys(keys: [own], key: "k1", signature: [])
        set.signature = Array(try key.signature(for: set.signedBytes))
        let newcomer = CommandAdmission(tenant: tenant, agent: agent, keys: [])
        #expect(newcomer.adopted(set) == [own])
        var forged = set
        forged.signature[0] ^= 1
        #expect(newcomer.adopted(forged) == nil)
        let strange = Curve25519.Signing.PrivateKey()
        var other = CommandKeys(
            keys: [.init(id: "k2", publicKey: Array(strange.publicKey.rawRepresentation))], key: "k2", signature: [])
        other.signature = Array(try strange.signature(for: other.signedBytes))
        #expect(admission.adopted(other) == nil)
    }

    @Test func aDigestTellsCommandsOfOneIDApart() throws {
        let one = try signed(order())
        var others = [one, one, one]
        others[0].order[0] ^= 1
        others[1].key = "k2"
        others[2].signature[0] ^= 1
        #expect(!others.map(\.digest).contains(one.digest) && Set(others.map(\.digest)).count == 3)
        // Bytes that move from one part to the next are another command.
        let moved = SignedCommand(order: Array(one.order.dropLast()), key: one.key, signature: one.signature)
        #expect(moved.digest != one.digest)
    }
}
