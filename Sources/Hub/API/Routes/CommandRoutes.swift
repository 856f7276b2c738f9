internal import HTTPTypes
internal import HubPlant
internal import HubStore
internal import HubTenancy
internal import Runtime
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Commands to devices: signed here, carried out by the machine's agent while they hold (sync.md, Commands).
struct CommandRoutes: Sendable {
    let hub: HubServices
    /// Nothing in a hub that takes no commands.
    let signer: CommandSigner?

    var routes: [Route] {
        [
            Route(
                method: .post, path: "/api/machines/{id}/commands",
                summary: "Send a command to a machine's device; it expires, and is never carried out twice.",
                access: .user(.operator), body: CommandBody.schema, makesOnce: true, status: .created,
                answer: .data(.named("CommandDetail")), handler: send),
            Route(
                method: .get, path: "/api/machines/{id}/commands", summary: "The commands of a machine, newest first.",
                access: .user(.viewer), query: QueryParameter.paging, answer: .page(.named("Command")), handler: list),
            Route(
                method: .get, path: "/api/commands", summary: "The commands of all machines, newest first.",
                access: .user(.viewer),
                query: QueryParameter.paging + [
                    QueryParameter(
                        "beginning", .string(min: 1, max: 36), "Only those whose ids begin so, to find one by it.")
                ], answer: .page(.named("Command")), handler: find),
            Route(
                method: .get, path: "/api/commands/{id}", summary: "One command with its whole life.",
                access: .user(.viewer), answer: .data(.named("CommandDetail")), handler: get),
            Route(
                method: .delete, path: "/api/commands/{id}",
                summary: "Take a command back; one that has gone to the device is not stopped by it.",
                access: .user(.operator), query: [QueryParameter("reason", .string(max: 2_000), "Why.")],
                answer: .data(.named("CommandDetail")), handler: cancel),
        ]
    }

    private func send(_ request: APIRequest) async throws -> APIAnswer {
        let machine: MachineID = try request.id(of: "machine")
        let user = try request.user()
        guard let signer else {
            throw APIError.unavailable("COMMANDS_NOT_SERVED", "This hub has no key to sign commands with.")
        }
        let now = hub.clock.now()
        let draft = try CommandBody.draft(request, now: now)
        let actor = try request.actor()
        let id = request.identity.map { DeviceCommandID($0) }
        do {
            let command = try await DocumentErrors.translating {
                try await hub.commands.send(draft, as: id, to: machine, signer: signer, by: actor, at: now, user.scope)
            }
            return .created(CommandView.json(command, withHistory: true))
        } catch is CommandStore.OtherCommand {
            throw IdempotencyKeeper.otherBody
        }
    }

    private func list(_ request: APIRequest) async throws -> APIAnswer {
        let machine: MachineID = try request.id(of: "machine")
        let (page, size) = try request.page()
        let scope = try request.user().scope
        guard try await hub.plant.factoryOfMachine(machine, scope) != nil else { throw APIError.notFound("machine") }
        let found = try await hub.commands.commands(of: machine, limit: size, offset: (page - 1) * size, scope)
        return .page(
            found.items.map { CommandView.json($0, withHistory: false) },
            Pagination(page: page, pageSize: size, total: found.total))
    }

    private func find(_ request: APIRequest) async throws -> APIAnswer {
        let (page, size) = try request.page()
        guard let ids = DeviceCommandID.beginning(with: request.query.text("beginning") ?? "") else {
            throw APIError.invalid("beginning", "must be the beginning of a UUID")
        }
        let found = try await hub.commands.commands(
            ids, limit: size, offset: (page - 1) * size, try request.user().scope)
        return .page(
            found.items.map { CommandView.json($0, withHistory: false) },
            Pagination(page: page, pageSize: size, total: found.total))
    }

    private func get(_ request: APIRequest) async throws -> APIAnswer {
        let id: DeviceCommandID = try request.id(of: "command")
        guard let command = try await hub.commands.command(id, try request.user().scope) else {
            throw APIError.notFound("command")
        }
        return .ok(CommandView.json(command, withHistory: true))
    }

    private func cancel(_ request: APIRequest) async throws -> APIAnswer {
        let id: DeviceCommandID = try request.id(of: "command")
        let command = try await hub.commands.cancel(
            id, reason: request.query.text("reason") ?? "", by: try request.actor(), at: hub.clock.now(),
            try request.user().scope)
        guard let command else { throw APIError.notFound("command") }
        return .ok(CommandView.json(command, withHistory: true))
    }
}

extension DeviceCommandID {
    /// All ids that begin with a text, which may be empty; nothing for a text with which none begins.
    fileprivate static func beginning(with text: String) -> ClosedRange<DeviceCommandID>? {
        let digits = text.filter { $0 != "-" }
        func padded(_ digit: Character) -> DeviceCommandID? {
            let whole = digits + String(repeating: digit, count: max(0, 32 - digits.count))
            guard whole.count == 32, whole.allSatisfy(\.isHexDigit), let high = UInt64(whole.prefix(16), radix: 16),
                let low = UInt64(whole.suffix(16), radix: 16)
            else { return nil }
            return DeviceCommandID(UniqueID(high: high, low: low))
        }
        guard let first = padded("0"), let last = padded("f") else { return nil }
        return first...last
    }
}
