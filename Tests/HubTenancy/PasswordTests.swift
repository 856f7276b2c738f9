import HubTenancy
import Testing

@Suite("Passwords")
struct PasswordTests {
    let cheap = PasswordCost(logarithm: 4, blockSize: 8, parallelism: 1)!

    @Test("a password fits its own hash and no other")
    func fits() throws {
        let hash = try PasswordHash(password: "correct horse battery", cost: cheap)
        #expect(hash.matches("correct horse battery"))
        #expect(!hash.matches("correct horse batterz"))
        #expect(!hash.matches(""))
    }

    @Test("the text says how it was made, and reads back")
    func text() throws {
        let hash = try PasswordHash(password: "correct horse battery", cost: cheap)
        #expect(hash.description.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
        let read = try #require(PasswordHash(hash.description))
        #expect(read == hash)
        #expect(read.matches("correct horse battery"))
    }

    @Test("two hashes of one password differ")
    func salted() throws {
        let keeper = try PasswordKeeper(cost: cheap)
        #expect(try keeper.hash("correct horse battery") != keeper.hash("correct horse battery"))
    }

    @Test(
        "what is no hash of ours is none",
        arguments: [
            "", "$", "secret", "$scrypt$", "$scrypt$ln=4,r=8$AAAA$AAAA", "$scrypt$ln=31,r=8,p=1$AAAAAAAAAAAAAA$AAAA",
            "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAA$AAAAAAAAAAA", "$scrypt$ln=4,r=8,p=1$????????????$AAAA",
            "$scrypt$ln=x,r=8,p=1$AAAAAAAAAAAAAAAA$AAAA",
        ])
    func malformed(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test("an unknown user is refused like a wrong password, and a raised cost is noticed")
    func keeper() throws {
        let keeper = try PasswordKeeper(cost: cheap)
        let stored = try keeper.hash("correct horse battery")
        #expect(keeper.matches("correct horse battery", stored: stored))
        #expect(!keeper.matches("correct horse battery", stored: nil))
        #expect(!keeper.matches("correct horse battery", stored: "broken"))
        #expect(!keeper.isOutdated(stored))
        let dearer = try PasswordKeeper(cost: PasswordCost(logarithm: 5, blockSize: 8, parallelism: 1)!)
        #expect(dearer.isOutdated(stored))
    }

    @Test(
        "weak passwords are refused",
        arguments: ["short", "aaaaaaaaaaaaaa", "password123", "Qwertyuiop", "abababababab", "maria@plant.example"])
    func weak(password: String) {
        #expect(!PasswordRules.mistakes(password, email: "maria@plant.example").isEmpty)
    }

    @Test("good passwords are taken", arguments: ["correct horse battery", "kV7-mPq2_xyz", "пароль-из-слов"])
    func strong(password: String) {
        #expect(PasswordRules.mistakes(password, email: "maria@plant.example").isEmpty)
    }

    @Test("equal is equal and nothing else")
    func constantTime() {
        #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2]))
        #expect(ConstantTime.areEqual([], []))
    }
}
