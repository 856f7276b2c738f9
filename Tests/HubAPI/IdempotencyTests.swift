import Foundation
import HubAPI
import HubStore
import Telemetry
import Testing

/// A key holds whatever becomes of the first request's answer.
@Suite("Idempotency keys", .serialized)
struct IdempotencyTests {
    private struct World {
        let hub: TestHub
        let user: TestUser
        let path: String

        init() async throws {
            // Of its own, because triggers are made and dropped.
            hub = try await TestHub()
            user = try await hub.newcomer()
            let edge = try await PlayedEdge(hub, user)
            path = "/api/machines/\(try await edge.machine(hub))/commands"
            // What tests do to a key or a command by its name.
            try await hub.psql(
                """
                CREATE OR REPLACE FUNCTION not_noted() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'no room'; END $$;
                CREATE OR REPLACE FUNCTION ends_connection() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NEW; END $$;
                ALTER FUNCTION ends_connection() SECURITY DEFINER;
                CREATE OR REPLACE TRIGGER not_noted BEFORE UPDATE ON idempotency_keys
                    FOR EACH ROW WHEN (new.key LIKE 'unnoted%' AND new.status > 0) EXECUTE FUNCTION not_noted();
                CREATE OR REPLACE TRIGGER breaks BEFORE INSERT ON commands
                    FOR EACH ROW WHEN (new.action = 'break') EXECUTE FUNCTION ends_connection();
                CREATE OR REPLACE TRIGGER breaks BEFORE UPDATE ON factories
                    FOR EACH ROW WHEN (new.location = 'break') EXECUTE FUNCTION ends_connection();
                """)
        }

        func call(
            _ key: String, _ body: JSONValue, method: String = "POST", path: String? = nil
        ) async throws -> TestAnswer {
            try await hub.call(
                method, path ?? self.path, body, token: user.token, headers: ["Idempotency-Key": key])
        }

        func count(_ sql: String) async throws -> String { try await hub.psql("SELECT count(*) FROM \(sql)") }

        /// As if the process that served the first request had died a while ago.
        func age(_ key: String) async throws {
            try await hub.psql(
                "UPDATE idempotency_keys SET created_at = created_at - interval '10 minutes' WHERE key = '\(key)'")
        }

        func mend(_ table: String) async throws { try await hub.psql("DROP TRIGGER breaks ON \(table)") }
    }

    @Test("a command whose answer could not be noted is answered, and not sent again by its key")
    func unnoted() async throws {
        let world = try await World()
        let key = "unnoted-\(UUID())"
        let first = try await world.call(key, ["action": "stop", "arguments": ["ramp": 5]])
        #expect(first.status == 201)
        let id = try #require(first.data["id"]?.text)
        #expect(try await world.call(key, ["action": "stop", "arguments": ["ramp": 5]]).code == "REQUEST_IN_PROGRESS")
        try await world.age(key)
        for _ in 0..<2 {
            let again = try await world.call(key, ["action": "stop", "arguments": ["ramp": 5]])
            #expect(again.status == 201 && again.data["id"]?.text == id, "\(again)")
        }
        #expect(try await world.count("commands WHERE id = '\(id)'") == "1")
        #expect(try await world.count("command_events WHERE command_id = '\(id)'") == "1")
        #expect(try await world.call(key, ["action": "start"]).faultyFields == ["Idempotency-Key"])
        // A day later, when the key is no longer kept, it is still that command's.
        try await world.hub.psql("DELETE FROM idempotency_keys WHERE key = '\(key)'")
        #expect(
            try await world.call(key, ["action": "stop", "arguments": ["ramp": 5]]).data["id"]?.text == id)
        for other: JSONValue in [
            ["action": "start", "arguments": ["ramp": 5]], ["action": "stop"],
            ["action": "stop", "arguments": ["ramp": 5], "executionClass": "probe"],
            ["action": "stop", "arguments": ["ramp": 5], "expiresInSeconds": 20],
            ["action": "stop", "arguments": ["ramp": 5], "precondition": ["latchesClear": false]],
        ] {
            try await world.hub.psql("DELETE FROM idempotency_keys WHERE key = '\(key)'")
            #expect(try await world.call(key, other).faultyFields == ["Idempotency-Key"], "\(other)")
        }
        let elsewhere = try await world.call("other-\(UUID())", ["action": "stop", "arguments": ["ramp": 5]])
        #expect(elsewhere.status == 201 && elsewhere.data["id"]?.text != id)
        try await world.hub.stop()
    }

    @Test("a command whose transaction broke off is sent once by the same key")
    func broken() async throws {
        let world = try await World()
        let key = "broken-\(UUID())"
        #expect(try await world.call(key, ["action": "break"]).code == "DATABASE_CONNECTION_LOST")
        #expect(try await world.count("idempotency_keys WHERE key = '\(key)'") == "1", "the key is not forgotten")
        try await world.mend("commands")
        let first = try await world.call(key, ["action": "break"])
        #expect(first.status == 201, "\(first)")
        let again = try await world.call(key, ["action": "break"])
        #expect(again.data["id"]?.text == first.data["id"]?.text && again.header("Idempotent-Replay") == "true")
        #expect(try await world.count("commands WHERE action = 'break'") == "1")
        try await world.hub.stop()
    }

    @Test("what is refused may be tried again with its key; a change that broke off may not")
    func refused() async throws {
        let world = try await World()
        let key = "refused-\(UUID())"
        let stale: JSONValue = ["action": "stop", "precondition": ["documentRevision": 99]]
        for _ in 0..<2 { #expect(try await world.call(key, stale).code == "STALE_REVISION") }
        let factory = try await world.call("made-\(key)", ["name": "east"], path: "/api/factories")
        let path = "/api/factories/\(try #require(factory.data["id"]?.text))"
        let change: JSONValue = ["location": "break"]
        let broken = try await world.call("change-\(key)", change, method: "PATCH", path: path)
        #expect(broken.code == "DATABASE_CONNECTION_LOST")
        try await world.mend("factories")
        for _ in 0..<2 {
            let again = try await world.call("change-\(key)", change, method: "PATCH", path: path)
            #expect(again.status == 409 && again.code == "REQUEST_OUTCOME_UNKNOWN")
        }
        #expect(try await world.call("again-\(key)", change, method: "PATCH", path: path).status == 200)
        try await world.hub.stop()
    }

    @Test("a factory and a machine whose answers could not be noted are those that were made")
    func made() async throws {
        let world = try await World()
        let key = "unnoted-\(UUID())"
        let north = try await world.call(key, ["name": "north-1"], path: "/api/factories")
        let factory = try #require(north.data["id"])
        let machine: JSONValue = ["name": "press", "type": "PUMP", "factoryId": factory]
        let press = try await world.call(key, machine, path: "/api/machines")
        #expect(north.status == 201 && press.status == 201, "\(press)")
        try await world.age(key)
        let again = try await world.call(key, ["name": "north-1"], path: "/api/factories")
        #expect(again.status == 201 && again.data["id"] == factory, "\(again)")
        let pressAgain = try await world.call(key, machine, path: "/api/machines")
        #expect(pressAgain.status == 201 && pressAgain.data["id"] == press.data["id"], "\(pressAgain)")
        #expect(try await world.call("x-\(key)", ["name": "north-1"], path: "/api/factories").code == "FACTORY_EXISTS")
        try await world.hub.stop()
    }
}
