"""The views of accounts, by what a person does with theirs."""
