/// One try to log in: from where, and to which account.
public struct LoginAttempt: Sendable, Equatable {
    enum Key: Sendable, Hashable {
        case address(String)
        case account(String)
    }

    let address: Key
    let account: Key

    /// What failures are counted for.
    var keys: [Key] { [address, account] }

    init(address: String, account: String) {
        self.address = .address(address)
        self.account = .account(account.lowercased())
    }
}
